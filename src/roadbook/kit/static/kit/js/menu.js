// Popover menus: placed beside their button, walked by arrow keys.
const GAP = 4;

function place(menu) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  if (!button) return;
  const from = button.getBoundingClientRect();
  const box = menu.getBoundingClientRect();
  const left = menu.dataset.menu === "end" ? from.right - box.width : from.left;
  const below = from.bottom + GAP + box.height <= innerHeight;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - box.width - 8))}px`;
  menu.style.top = `${below ? from.bottom + GAP : Math.max(8, from.top - GAP - box.height)}px`;
}

function walk(event, menu) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (!(event.key in steps) || event.target.matches("input, select, textarea")) return;
  const items = [...menu.querySelectorAll("a, button")];
  const at = items.indexOf(document.activeElement);
  event.preventDefault();
  items.at((at + steps[event.key] + (at < 0 && steps[event.key] < 0 ? 1 : 0)) % items.length)?.focus();
}

export function init(root) {
  for (const menu of root.querySelectorAll("[data-menu-now]")) menu.showPopover();
}

document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.("[data-menu]")) return;
  if (event.newState === "open") place(event.target);
  else event.target.removeAttribute("style");
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("[data-menu]:popover-open");
  if (menu) return walk(event, menu);
  const button = event.target.closest?.("[data-menu-button]");
  const opened = button && document.getElementById(button.getAttribute("popovertarget"));
  if (opened?.matches(":popover-open")) walk(event, opened);
});
