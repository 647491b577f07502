// Tabs are links; arrow keys walk along them, and the current one is scrolled into view.
document.addEventListener("keydown", (event) => {
  const tabs = event.target.closest?.("[data-tabs]");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tabs || !step) return;
  const links = [...tabs.querySelectorAll("a, button")];
  links.at((links.indexOf(document.activeElement) + step) % links.length)?.focus();
  event.preventDefault();
});

for (const current of document.querySelectorAll("[data-tabs] [aria-current]")) {
  const tabs = current.closest("[data-tabs]");
  tabs.scrollLeft = current.offsetLeft - tabs.offsetLeft - 16;
}
