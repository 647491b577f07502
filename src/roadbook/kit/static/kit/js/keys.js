// ? shows the sheet, g goes to a place, Ctrl+Enter or Ctrl+S saves.
import { open } from "./dialog.js";
import { isTyping, singleKeysAreOn, switchSingleKeys } from "./typing.js";

const PATIENCE = 1200;
let waitsSince = -PATIENCE;

function go(letter) {
  document.querySelector(`[data-go="${CSS.escape(letter)}"]`)?.click();
}

function onSingleKey(event) {
  const key = event.key.toLowerCase();
  if (event.timeStamp - waitsSince < PATIENCE) {
    waitsSince = -PATIENCE;
    return go(key);
  }
  if (key === "g") waitsSince = event.timeStamp;
  if (event.key === "?") open("keyboard");
}

// The form in which one writes; else that of the drawer, else that of the page.
function save(event) {
  const form = event.target.form ?? document.querySelector("dialog[open] form.entry-form") ?? document.querySelector("form.entry-form");
  if (!form) return;
  event.preventDefault();
  const button = [...form.elements].find((one) => one.type === "submit" && one.matches(".primary"));
  form.requestSubmit(button);
}

document.addEventListener("keydown", (event) => {
  const commands = event.ctrlKey || event.metaKey;
  if (commands && (event.key === "Enter" || event.key.toLowerCase() === "s")) save(event);
  else if (event.key === "Escape") event.target.closest("form.cell")?.querySelector("a").click();
  else if (singleKeysAreOn() && !isTyping(event) && !document.querySelector("dialog[open]")) onSingleKey(event);
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-keys-switch]")) switchSingleKeys(event.target.checked);
});

for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = singleKeysAreOn();
