// A personal value that was shown is hidden again after its time, or when one says so.
// The reason is asked for where the value stands; focus goes to it, and Esc takes the question back.
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("[data-masked] details[open]")) event.target.querySelector("input[name=reason]").focus();
}, true);

document.addEventListener("keydown", (event) => {
  const asked = event.key === "Escape" && event.target.closest?.("[data-masked] details[open]");
  if (!asked) return;
  event.preventDefault();
  asked.open = false;
  asked.querySelector("summary").focus();
});

function hide(shown) {
  if (!shown.isConnected) return;
  const mask = shown.querySelector("template").content.firstElementChild;
  const had = shown.contains(document.activeElement);
  shown.replaceWith(mask);
  htmx.process(mask);
  if (had) mask.querySelector("summary").focus();
}

export function init(root) {
  for (const shown of (root.parentNode ?? root).querySelectorAll("[data-masked-shown]:not([data-counting])")) {
    shown.dataset.counting = "1";
    const bar = shown.querySelector("progress");
    const button = shown.querySelector("[data-masked-hide]");
    button.hidden = false;
    button.addEventListener("click", () => hide(shown));
    const tick = setInterval(() => {
      bar.value -= 1;
      if (bar.value > 0 && shown.isConnected) return;
      clearInterval(tick);
      hide(shown);
    }, 1000);
  }
}
