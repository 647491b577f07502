// ? shows the sheet, g and a letter goes to a place, Ctrl+Enter sends the form in which one writes.
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

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form?.requestSubmit();
  else if (singleKeysAreOn() && !isTyping(event) && !document.querySelector("dialog[open]")) onSingleKey(event);
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-keys-switch]")) switchSingleKeys(event.target.checked);
});

for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = singleKeysAreOn();
