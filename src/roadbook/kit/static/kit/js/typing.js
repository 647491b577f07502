// Single keys are commands only where nobody is writing, and only while they are switched on.
const STORE = "roadbook-single-keys";

export function isTyping(event) {
  const at = event.target;
  const writes = at instanceof Element && at.closest("input, textarea, select, [contenteditable]");
  return Boolean(writes) || event.ctrlKey || event.metaKey || event.altKey;
}

export function singleKeysAreOn() {
  return (localStorage.getItem(STORE) ?? document.documentElement.dataset.keys) !== "off";
}

export function switchSingleKeys(isOn) {
  localStorage.setItem(STORE, isOn ? "on" : "off");
}
