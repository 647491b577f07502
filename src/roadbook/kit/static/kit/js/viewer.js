// A document beside its facts: zoom, turn, the file before and after, by buttons and by single keys.
import { isTyping, singleKeysAreOn } from "./typing.js";

const STEP = 1.25;
const LEAST = 0.25;
const MOST = 6;
const KEYS = { "+": "in", "=": "in", "-": "out", 0: "fit", r: "turn" };
let zoom = 1;
let turn = 0;

function draw() {
  const viewer = document.querySelector("[data-viewer]");
  if (!viewer) return;
  const room = viewer.querySelector(".viewer-pages").clientWidth - 32;
  const lies = turn % 180 !== 0;
  for (const image of viewer.querySelectorAll("[data-viewer-page]")) {
    const { naturalWidth: wide, naturalHeight: high } = image;
    if (!wide) continue;
    const across = Math.min(room, lies ? high : wide) * zoom;
    const width = lies ? (across * wide) / high : across;
    image.style.inlineSize = `${width}px`;
    image.style.rotate = `${turn}deg`;
    image.parentElement.style.inlineSize = `${across}px`;
    image.parentElement.style.blockSize = `${lies ? width : (width * high) / wide}px`;
  }
  viewer.dataset.zoom = zoom.toFixed(2);
}

function act(what) {
  if (what === "in") zoom = Math.min(MOST, zoom * STEP);
  if (what === "out") zoom = Math.max(LEAST, zoom / STEP);
  if (what === "fit") zoom = 1;
  if (what === "turn") turn = (turn + 90) % 360;
  draw();
}

export function init(root) {
  for (const image of root.querySelectorAll("[data-viewer-page]")) {
    const ended = () => {
      image.parentElement.removeAttribute("aria-busy");
      draw();
    };
    if (image.complete) ended();
    image.onload = image.onerror = ended;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-viewer-act]");
  if (button) act(button.dataset.viewerAct);
});

document.addEventListener("keydown", (event) => {
  const viewer = document.querySelector("[data-viewer]");
  if (!viewer || !singleKeysAreOn() || isTyping(event) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (KEYS[key]) act(KEYS[key]);
  else if (key === "a") viewer.querySelector("[data-viewer-accept]")?.click();
  else if (key === "arrowleft" || key === "k") viewer.querySelector("[data-viewer-before]")?.click();
  else if (key === "arrowright" || key === "j") viewer.querySelector("[data-viewer-after]")?.click();
  else return;
  event.preventDefault();
});

addEventListener("resize", draw);
