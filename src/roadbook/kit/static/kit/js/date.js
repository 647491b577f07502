// A date is typed; the button opens the browser's own calendar and writes what was chosen as day.month.year.
function parse(text) {
  const local = text.trim().match(/^(\d{1,2})[./](\d{1,2})[./](\d{4})$/);
  return local ? `${local[3]}-${local[2].padStart(2, "0")}-${local[1].padStart(2, "0")}` : text.trim();
}

export function init(root) {
  for (const part of root.querySelectorAll("[data-date-button], [data-date-native]")) part.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-date-button]");
  if (!button) return;
  const home = button.closest("[data-date]");
  const native = home.querySelector("[data-date-native]");
  native.value = parse(home.querySelector("input").value);
  native.showPicker();
});

document.addEventListener("change", (event) => {
  const native = event.target.closest?.("[data-date-native]");
  if (!native || !native.value) return;
  const input = native.closest("[data-date]").querySelector("input");
  input.value = native.value.split("-").reverse().join(".");
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.focus();
});
