// Ctrl+K: every record and place within three keys. The server finds and remembers; the menu is known here when it is silent.
import { isTyping, singleKeysAreOn } from "./typing.js";

const WAIT = 90;
const dialog = document.querySelector("[data-palette]");
const input = dialog?.querySelector("[data-palette-input]");
const hits = dialog?.querySelector("[data-palette-hits]");
const note = dialog?.querySelector("[data-palette-note]");
let timer = 0;
let running = null;

const options = () => [...hits.querySelectorAll('[role="option"]')];

function mark(option) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function settle(state) {
  options().forEach((one, at) => { one.id = `hit-${at}`; one.tabIndex = -1; });
  dialog.dataset.state = state;
  note.textContent = note.dataset[state] ?? "";
  mark(options()[0]);
}

function placeOf(link) {
  const option = document.createElement("a");
  option.href = link.getAttribute("href");
  option.setAttribute("role", "option");
  const word = document.createElement("span");
  word.textContent = link.textContent.trim();
  option.append(link.querySelector("svg").cloneNode(true), word);
  return option;
}

function showMenu(text) {
  const wanted = text.replace(/^[>@#!]/, "").trim().toLowerCase();
  const links = [...document.querySelectorAll(".side .nav a")];
  hits.replaceChildren(...links.filter((link) => link.textContent.trim().toLowerCase().includes(wanted)).map(placeOf));
}

// In the body, not in the address: what is typed may be somebody's number.
async function ask(text) {
  running?.abort();
  const mine = (running = new AbortController());
  const body = new FormData();
  body.set("q", text);
  const headers = { "HX-Request": "true", "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
  try {
    const answer = await fetch(dialog.dataset.url, { method: "POST", body, headers, signal: mine.signal });
    if (answer.status === 401) return location.reload();
    if (!answer.ok) throw new TypeError(`${answer.status}`);
    hits.innerHTML = await answer.text();
    settle(options().length ? "found" : text ? "none" : "recent");
  } catch (problem) {
    if (problem.name === "AbortError") return;
    if (!(problem instanceof TypeError)) throw problem;
    showMenu(text);
    settle("offline");
  }
}

function look() {
  clearTimeout(timer);
  running?.abort();
  const text = input.value.trim();
  dialog.dataset.state = "searching";
  note.textContent = text && !options().length ? note.dataset.searching : "";
  timer = setTimeout(() => ask(text), text ? WAIT : 0);
}

function open() {
  if (dialog.open) return;
  input.value = "";
  showMenu("");
  dialog.showModal();
  input.focus();
  settle("recent");
  look();
}

// Enter right after the last letter waits for the answer to it: what is marked still belongs to the word before.
async function choose() {
  if (dialog.dataset.state === "searching") {
    clearTimeout(timer);
    await ask(input.value.trim());
  }
  options().find((one) => one.getAttribute("aria-selected") === "true")?.click();
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = options();
  const now = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (step && all.length) mark(all.at((now + step) % all.length));
  else if (event.key === "Enter") choose();
  else return;
  event.preventDefault();
}

if (dialog) {
  input.addEventListener("input", look);
  input.addEventListener("keydown", walk);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette-open]")) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const isSlash = event.key === "/" && singleKeysAreOn() && !isTyping(event);
    if (!isCommand && !isSlash) return;
    event.preventDefault();
    open();
  });
}
