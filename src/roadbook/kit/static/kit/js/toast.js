// Short messages over the page. Good news waits its turn (polite), an error interrupts and stays until it is closed.
const SECONDS = 8;

function region() {
  return document.querySelector("[data-toasts]");
}

function dismissLater(toast) {
  let timer = 0;
  const start = () => { timer = setTimeout(() => toast.remove(), SECONDS * 1000); };
  for (const pause of ["pointerenter", "focusin"]) toast.addEventListener(pause, () => clearTimeout(timer));
  for (const resume of ["pointerleave", "focusout"]) toast.addEventListener(resume, start);
  start();
}

export function show({ text, tone = "", code = "", act = "", onAct = null }) {
  const home = region();
  if (!home) return;
  const toast = home.querySelector("[data-toast-template]").content.firstElementChild.cloneNode(true);
  if (tone) toast.dataset.tone = tone;
  toast.querySelector("span").textContent = code ? `${text} ${home.dataset.code} ${code}` : text;
  const button = toast.querySelector("[data-toast-act]");
  if (act) {
    button.hidden = false;
    button.textContent = act;
    button.addEventListener("click", () => { toast.remove(); onAct(); });
  }
  home.querySelector(tone === "error" ? "[data-toasts-assertive]" : "[data-toasts-polite]").append(toast);
  if (tone !== "error") dismissLater(toast);
}

export function words() {
  return region()?.dataset ?? {};
}

export function init(root) {
  for (const toast of root.querySelectorAll("[data-toast]:not([data-tone='error'])")) dismissLater(toast);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-toast-close]")) event.target.closest("[data-toast]").remove();
});

// The server sends HX-Trigger: {"toast": {"message": "…", "tone": "error"}}.
document.addEventListener("toast", (event) => {
  const told = event.detail ?? {};
  show({ text: told.message ?? told.value ?? "", tone: told.tone });
});
