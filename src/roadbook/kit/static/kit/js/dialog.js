// Native dialogs: open by data-dialog-open="id", close by data-dialog-close, Esc or a click beside them.
// The browser gives focus back to what opened them. One that holds unsaved work asks before it goes.
export function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

export function close(dialog) {
  const asks = dialog.querySelector("form[data-dirty]") && document.getElementById("leave");
  if (asks) asks.showModal();
  else dialog.close();
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
  if (event.target.closest("[data-dialog-close]")) close(event.target.closest("dialog"));
  const dialog = event.target;
  if (dialog instanceof HTMLDialogElement && event.detail > 0 && isBeside(dialog, event)) close(dialog);
});
