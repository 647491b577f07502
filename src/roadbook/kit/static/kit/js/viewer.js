// A document beside its facts: zoom, turn, the file before and after, by buttons and by single keys.
import { isTyping, singleKeysAreOn } from "./typing.js";

const STEP = 1.25;
const LEAST = 0.25;
const MOST = 6;
const KEYS = { "+": "in", "=": "in", "-": "out", 0: "fit", r: "turn" };
const looks = new WeakMap();

function lookOf(viewer) {
  if (!looks.has(viewer)) looks.set(viewer, { zoom: 1, turn: 0 });
  return looks.get(viewer);
}

function draw(viewer) {
  const { zoom, turn } = lookOf(viewer);
  const room = viewer.querySelector(".viewer-pages").clientWidth - 32;
  for (const image of viewer.querySelectorAll("[data-viewer-page]")) {
    if (!image.naturalWidth) continue;
    const lies = turn % 180 !== 0;
    const wide = Math.min(room, lies ? image.naturalHeight : image.naturalWidth) * zoom;
    const ratio = image.naturalHeight / image.naturalWidth;
    const width = lies ? wide / ratio : wide;
    image.style.inlineSize = `${width}px`;
    image.style.rotate = `${turn}deg`;
    const frame = image.parentElement.style;
    frame.inlineSize = `${wide}px`;
    frame.blockSize = `${lies ? width : width * ratio}px`;
  }
  viewer.dataset.zoom = zoom.toFixed(2);
  viewer.dataset.turn = String(turn);
}

function act(viewer, what) {
  const look = lookOf(viewer);
  if (what === "in") look.zoom = Math.min(MOST, look.zoom * STEP);
  if (what === "out") look.zoom = Math.max(LEAST, look.zoom / STEP);
  if (what === "fit") look.zoom = 1;
  if (what === "turn") look.turn = (look.turn + 90) % 360;
  draw(viewer);
}

export function init(root) {
  for (const image of root.querySelectorAll("[data-viewer-page]")) {
    const shown = () => {
      image.parentElement.removeAttribute("aria-busy");
      draw(image.closest("[data-viewer]"));
    };
    if (image.complete && image.naturalWidth) shown();
    image.addEventListener("load", shown);
    image.addEventListener("error", () => { image.parentElement.removeAttribute("aria-busy"); image.alt += " ✕"; });
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-viewer-act]");
  if (button) act(button.closest("[data-viewer]"), button.dataset.viewerAct);
});

document.addEventListener("keydown", (event) => {
  const viewer = document.querySelector("[data-viewer]");
  if (!viewer || !singleKeysAreOn() || isTyping(event) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (KEYS[key]) act(viewer, KEYS[key]);
  else if (key === "a") viewer.querySelector("[data-viewer-accept]")?.click();
  else if (key === "arrowleft" || key === "k") viewer.querySelector("[data-viewer-before]")?.click();
  else if (key === "arrowright" || key === "j") viewer.querySelector("[data-viewer-after]")?.click();
  else return;
  event.preventDefault();
});

addEventListener("resize", () => { for (const viewer of document.querySelectorAll("[data-viewer]")) draw(viewer); });
