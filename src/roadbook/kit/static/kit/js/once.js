// A form is sent once; a disabled button says why and does nothing.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.('[aria-disabled="true"]')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  delete form.dataset.dirty;
  event.submitter?.setAttribute("aria-busy", "true");
});

// A page that comes back from the history, or whose answer was an error, may be sent again.
function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll('.btn[aria-busy="true"]')) button.removeAttribute("aria-busy");
}
addEventListener("pageshow", (event) => { if (event.persisted) release(); });
document.addEventListener("htmx:afterRequest", release);
