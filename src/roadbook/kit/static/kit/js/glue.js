// htmx and the house: the CSRF token, who is busy, what happens when the server says no, where focus goes.
import { show, words } from "./toast.js";

const PATIENCE = 100;
let bar = null;
let timer = 0;
let running = 0;

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
});

function busy(isBusy) {
  running = Math.max(0, running + (isBusy ? 1 : -1));
  clearTimeout(timer);
  if (!running) {
    bar?.remove();
    bar = null;
  } else if (!bar) {
    timer = setTimeout(() => {
      bar = document.createElement("div");
      bar.className = "busy-bar";
      document.body.append(bar);
    }, PATIENCE);
  }
}

document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target?.setAttribute("aria-busy", "true");
  busy(true);
});

document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target?.removeAttribute("aria-busy");
  busy(false);
});

function again(detail) {
  const { verb, path } = detail.requestConfig;
  htmx.ajax(verb, path, { source: detail.elt, target: detail.target });
}

function tell(detail, text, code = "") {
  show({ text, tone: "error", code, act: words().retry, onAct: () => again(detail) });
}

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 401) location.reload();
  else if (xhr.status === 403) show({ text: words().forbidden, tone: "error" });
  else tell(event.detail, words().failed, xhr.getResponseHeader("X-Request-ID") ?? String(xhr.status));
});

document.addEventListener("htmx:sendError", (event) => tell(event.detail, words().offline));
document.addEventListener("htmx:timeout", (event) => tell(event.detail, words().offline));

// htmx finds the focused control again by its id; where the control is gone, its place keeps the focus.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  if (target?.contains(document.activeElement)) target.dataset.hadFocus = "1";
});

document.addEventListener("htmx:afterSettle", (event) => {
  const target = document.getElementById(event.detail.target?.id) ?? event.detail.target;
  const had = event.detail.target?.dataset.hadFocus || target?.dataset.hadFocus;
  if (!had || !target) return;
  delete target.dataset.hadFocus;
  if (document.activeElement && document.activeElement !== document.body) return;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
});
