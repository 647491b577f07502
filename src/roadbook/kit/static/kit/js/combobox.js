// A choice out of many: the server searches, arrow keys and Enter choose, Esc leaves the old choice.
const WAIT = 200;
let timer = 0;

const options = (list) => [...list.querySelectorAll('[role="option"]')];

function parts(input) {
  const home = input.closest("[data-combobox]");
  return { home, list: home.querySelector("[data-combobox-list]"), value: home.querySelector("input[type=hidden]") };
}

function place(home, list) {
  const box = home.getBoundingClientRect();
  Object.assign(list.style, { left: `${box.left}px`, top: `${box.bottom + 4}px`, width: `${box.width}px` });
}

function open(input, isOpen) {
  const { home, list } = parts(input);
  if (list.matches(":popover-open") !== isOpen) list.togglePopover(isOpen);
  if (isOpen) place(home, list);
  input.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) return;
  input.removeAttribute("aria-activedescendant");
  list.removeAttribute("style");
}

async function search(input) {
  const { home, list } = parts(input);
  const url = new URL(home.dataset.combobox, location.href);
  url.searchParams.set("q", input.value);
  // In the body, not in the address: what is typed may be somebody's number.
  const headers = { "HX-Request": "true", "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
  const answer = await fetch(url.pathname, { method: "POST", body: url.searchParams, headers });
  if (!answer.ok) return;
  list.innerHTML = await answer.text();
  open(input, true);
}

function mark(input, option) {
  const { list } = parts(input);
  for (const one of options(list)) one.setAttribute("aria-selected", String(one === option));
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function choose(input, option) {
  const { value } = parts(input);
  value.value = option.dataset.value;
  input.value = option.dataset.text;
  open(input, false);
  value.dispatchEvent(new Event("input", { bubbles: true }));
  value.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  const input = event.target.closest?.("[data-combobox-input]");
  if (!input) return;
  if (!input.value) parts(input).value.value = "";
  clearTimeout(timer);
  timer = setTimeout(() => search(input), WAIT);
});

document.addEventListener("keydown", (event) => {
  const input = event.target.closest?.("[data-combobox-input]");
  if (!input) return;
  const { list } = parts(input);
  const all = options(list);
  const now = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !list.matches(":popover-open")) search(input);
  else if (step && all.length) mark(input, all.at((now + step) % all.length));
  if (event.key === "Enter" && list.matches(":popover-open") && now >= 0) choose(input, all[now]);
  else if (event.key === "Escape" && list.matches(":popover-open")) open(input, false);
  else if (!step) return;
  event.preventDefault();
});

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[data-combobox-list] [role=option]");
  if (!option) return;
  event.preventDefault();
  choose(option.closest("[data-combobox]").querySelector("[data-combobox-input]"), option);
});

document.addEventListener("focusout", (event) => {
  const input = event.target.closest?.("[data-combobox-input]");
  if (input) open(input, false);
});
