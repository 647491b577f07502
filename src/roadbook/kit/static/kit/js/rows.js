// J and K move, Space looks, Enter opens.
import { isTyping, singleKeysAreOn } from "./typing.js";

const links = () => [...document.querySelectorAll(".grid tbody tr")].map((row) => row.querySelector("a[href]")).filter(Boolean);

function move(step) {
  const all = links();
  const row = document.activeElement?.closest("tr");
  const now = all.findIndex((link) => link.closest("tr") === row);
  all[Math.max(0, Math.min(all.length - 1, now + step))]?.focus();
}

function peek(row) {
  const dialog = document.getElementById("peek");
  htmx.ajax("GET", row.dataset.peek, { target: "#peek-body", swap: "innerHTML" });
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || document.querySelector("dialog[open]")) return;
  const row = event.target.closest?.("tr[data-peek]");
  if (event.key === " " && row) {
    event.preventDefault();
    peek(row);
  }
  if (singleKeysAreOn() && event.key === "j") move(1);
  if (singleKeysAreOn() && event.key === "k") move(-1);
});

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("tr[data-href]");
  if (row && !event.target.closest("a, button, input, label, select") && !getSelection().toString()) {
    row.querySelector("a[href]")?.click();
  }
});
