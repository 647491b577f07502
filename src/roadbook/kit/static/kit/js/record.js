// A record page: the feed folds and stays folded on this device, a note survives a reload while it is written,
// a panel that did not come says so and can be asked again, and the page prints itself.
const KEPT = "roadbook-note:";
const YEAR = 31536000;

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) return print();
  const toggle = event.target.closest?.("[data-feed-toggle]");
  const record = toggle && document.querySelector(".record");
  if (!record) return;
  const isFolded = record.dataset.feed !== "folded";
  record.dataset.feed = isFolded ? "folded" : "open";
  toggle.setAttribute("aria-expanded", String(!isFolded));
  document.cookie = `feed=${record.dataset.feed}; path=/; max-age=${YEAR}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
});

function nameOf(form) {
  return KEPT + form.dataset.keep;
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.keep || event.target.tagName !== "TEXTAREA") return;
  if (event.target.value) localStorage.setItem(nameOf(form), event.target.value);
  else localStorage.removeItem(nameOf(form));
  form.querySelector("[data-kept]")?.toggleAttribute("hidden", !event.target.value);
});

function forget(form) {
  if (form?.dataset?.keep) localStorage.removeItem(nameOf(form));
}

document.addEventListener("submit", (event) => { if (!event.target.hasAttribute("hx-post")) forget(event.target); });
document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.xhr.status < 400) forget(event.detail.requestConfig.elt); });

for (const fault of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(fault, ({ detail: { elt } }) => {
    if (!elt.matches("[data-panel]")) return;
    elt.failed ??= elt.querySelector("template");
    elt.replaceChildren(elt.failed.content.cloneNode(true));
  });
}

document.addEventListener("click", (event) => {
  const panel = event.target.closest?.("[data-panel-again]")?.closest("[data-panel]");
  if (panel) htmx.trigger(panel, "again");
});

export function init(root) {
  for (const form of root.querySelectorAll("form[data-keep]")) {
    const area = form.querySelector("textarea");
    const kept = localStorage.getItem(nameOf(form));
    if (!kept || area.value) continue;
    area.value = kept;
    form.querySelector("[data-kept]")?.removeAttribute("hidden");
  }
}
