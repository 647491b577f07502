// Another form over this one: a missing row is made in a drawer, and chosen here when it is saved there.
import { close, open } from "./dialog.js";

const ID = "form-drawer";
let asker = "";

const drawer = () => document.getElementById(ID);
// What is thrown away or saved is not asked about.
const clean = () => drawer().querySelectorAll("form").forEach((form) => delete form.dataset.dirty);

function load(address) {
  htmx.ajax("GET", address, { target: "#drawer-body", swap: "innerHTML" });
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-create]");
  if (link && drawer() && !drawer().contains(link)) {
    event.preventDefault();
    asker = link.dataset.create;
    link.focus();
    open(ID);
    return load(link.href);
  }
  inside(event);
});

// In the drawer, a link to the same form turns it, "back" closes it, and any other opens beside, so that nothing is lost.
function inside(event) {
  const link = event.target.closest(`#${ID} a[href]`);
  const page = link?.closest("[data-drawer-page]");
  if (!page || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  if (new URL(link.href).pathname === page.dataset.drawerPage) load(link.href);
  else if (link.closest(".actions")) close(drawer());
  else window.open(link.href, "_blank", "noopener");
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "drawer-body") return;
  (event.target.querySelector("[data-focus]") ?? event.target.querySelector("form :is(input:not([type=hidden]), select, textarea)"))?.focus();
});

async function wordFor(field, value) {
  const home = field.closest("[data-combobox]");
  const url = new URL(home ? home.dataset.combobox : location.href, location.href);
  if (home) url.searchParams.set("value", value);
  const answer = await fetch(url, { headers: home ? { "HX-Request": "true" } : {} });
  if (!answer.ok) return null;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  return home ? found.querySelector("[role=option]")?.dataset.text ?? null
    : found.querySelector(`#${CSS.escape(field.id)} option[value="${CSS.escape(value)}"]`)?.textContent ?? null;
}

async function choose(value) {
  const field = document.getElementById(asker);
  const word = field && value ? await wordFor(field, value) : null;
  const shown = document.getElementById(`${asker}_search`) ?? field;
  if (word !== null) {
    if (shown === field && !field.querySelector(`[value="${CSS.escape(value)}"]`)) field.add(new Option(word, value));
    field.value = value;
    if (shown !== field) shown.value = word;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  }
  shown?.focus();
}

document.addEventListener("drawer:made", (event) => {
  clean();
  drawer().close();
  choose(event.detail.value);
});

document.addEventListener("close", (event) => {
  if (event.target.id !== ID) return;
  document.getElementById("drawer-body").replaceChildren();
  document.getElementById(`${asker}_search`)?.focus();
}, true);

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.target?.id === "drawer-body" && !event.detail.target.childElementCount) drawer().close();
});

// Esc asks when something would be lost.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !drawer()?.open || document.getElementById("leave").open) return;
  event.preventDefault();
  close(drawer());
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-leave]")) return;
  clean();
  document.getElementById("leave").close();
  drawer().close();
});
