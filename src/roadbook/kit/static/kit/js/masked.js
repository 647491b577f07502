// A personal value that was shown is hidden again after its time, or when one says so.
const masks = new WeakMap();

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

document.addEventListener("htmx:beforeSwap", (event) => {
  const home = event.detail.target;
  if (home?.matches?.("[data-masked]:not([data-masked-shown])")) {
    const again = home.cloneNode(true);
    again.querySelector("details")?.removeAttribute("open");
    again.querySelector("form")?.reset();
    for (const told of again.querySelectorAll(".error")) told.remove();
    masks.set(home.parentElement, again);
  }
});

function hide(shown) {
  const template = shown.querySelector("[data-masked-again]");
  const mask = template?.content.firstElementChild.cloneNode(true) ?? masks.get(shown.parentElement);
  if (!mask || !shown.isConnected) return;
  const had = shown.contains(document.activeElement);
  shown.replaceWith(mask);
  htmx.process(mask);
  if (had) mask.querySelector("summary")?.focus();
}

export function init(root) {
  const all = [...root.querySelectorAll("[data-masked-shown]")];
  if (root.matches?.("[data-masked-shown]")) all.push(root);
  for (const shown of all) {
    if (shown.dataset.counting) continue;
    shown.dataset.counting = "1";
    const button = shown.querySelector("[data-masked-hide]");
    const bar = shown.querySelector("progress");
    button.hidden = false;
    button.addEventListener("click", () => hide(shown));
    let left = Number(shown.dataset.maskedShown);
    const tick = setInterval(() => {
      left -= 1;
      bar.value = left;
      if (left > 0 && shown.isConnected) return;
      clearInterval(tick);
      hide(shown);
    }, 1000);
  }
}
