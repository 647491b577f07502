// Native dialogs: open by data-dialog-open="id", close by data-dialog-close, Esc or a click beside them.
// The browser gives focus back to what opened them.
export function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

export function init(root) {
  for (const dialog of root.querySelectorAll("dialog[data-dialog-now]")) if (!dialog.open) dialog.showModal();
}

function isBeside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener && opener.getAttribute("aria-disabled") !== "true") open(opener.dataset.dialogOpen);
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();
  const dialog = event.target;
  const keepsWork = dialog instanceof HTMLDialogElement && dialog.querySelector("form[data-dirty]");
  if (dialog instanceof HTMLDialogElement && !keepsWork && event.detail > 0 && isBeside(dialog, event)) dialog.close();
});
