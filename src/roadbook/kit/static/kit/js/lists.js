// Lists: words typed while an answer is under way stay, columns change places, ticked rows are counted.
import { isTyping, singleKeysAreOn } from "./typing.js";

// ---- The search box: an answer that comes late does not take back what was typed meanwhile.
let typed = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const box = event.detail.target?.id === "list" && document.activeElement?.matches("[data-list-search]") ? document.activeElement : null;
  typed = box && { value: box.value, start: box.selectionStart, end: box.selectionEnd };
});

document.addEventListener("htmx:afterSettle", () => {
  const box = typed && document.querySelector("[data-list-search]");
  if (!box) return;
  const isNewer = box.value !== typed.value;
  box.value = typed.value;
  box.focus();
  box.setSelectionRange(typed.start, typed.end);
  typed = null;
  if (isNewer) box.dispatchEvent(new Event("input", { bubbles: true }));
});

// ---- The column chooser: up and down without asking the server; "apply" sends the order as it stands.
function shift(button) {
  const item = button.closest("li");
  const other = button.value.startsWith("up:") ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (button.value.startsWith("up:")) other.before(item);
  else other.after(item);
  button.focus();
}

// ---- Ticked rows.
const boxes = () => [...document.querySelectorAll('input[name="id"][form="bulk"]')];

function tell() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const all = boxes();
  const count = all.filter((box) => box.checked).length;
  const everything = bar.querySelector("[data-bulk-all]").checked;
  bar.querySelector("[data-bulk-count]").textContent = everything ? bar.dataset.matching : count;
  const page = document.querySelector("[data-bulk-page]");
  page.checked = count > 0 && count === all.length;
  page.indeterminate = count > 0 && count < all.length;
  for (const box of all) {
    if (box.checked) box.closest("tr").setAttribute("aria-selected", "true");
    else box.closest("tr").removeAttribute("aria-selected");
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-bulk-page]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches?.('[data-bulk-page], [data-bulk-all], input[name="id"][form="bulk"]')) tell();
});

document.addEventListener("reset", (event) => {
  if (event.target.matches?.("[data-bulk]")) setTimeout(tell);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".chooser button[name=move]");
  if (!button) return;
  event.preventDefault();
  shift(button);
});

// A long choice is narrowed by what one types.
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-choice-search]")) return;
  const words = event.target.value.toLowerCase();
  for (const label of event.target.closest("fieldset").querySelectorAll(".check")) label.hidden = !label.textContent.toLowerCase().includes(words);
});

document.addEventListener("keydown", (event) => {
  if (!singleKeysAreOn() || isTyping(event) || document.querySelector("dialog[open]") || event.key !== "x") return;
  const box = document.activeElement?.closest("tr")?.querySelector('input[name="id"][form="bulk"]');
  if (box) box.click();
});
