// Ctrl+K: every record and place within three keys. The server finds records; places and recent ones are known here.
import { isTyping, singleKeysAreOn } from "./typing.js";

const WAIT = 120;
const KEPT = 8;
const STORE = "roadbook-recent";
const dialog = document.querySelector("[data-palette]");
const input = dialog?.querySelector("[data-palette-input]");
const hits = dialog?.querySelector("[data-palette-hits]");
const note = dialog?.querySelector("[data-palette-note]");
let timer = 0;
let asked = 0;

const options = () => [...hits.querySelectorAll('[role="option"]')];
const recent = () => JSON.parse(localStorage.getItem(STORE) ?? "[]");

function remember(option) {
  const entry = { url: option.getAttribute("href"), title: option.querySelector("span")?.textContent ?? "" };
  const others = recent().filter((one) => one.url !== entry.url);
  localStorage.setItem(STORE, JSON.stringify([entry, ...others].slice(0, KEPT)));
}

function mark(option) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function settle(text = "") {
  options().forEach((one, at) => { one.id = `hit-${at}`; one.tabIndex = -1; });
  note.textContent = text;
  mark(options()[0]);
}

function optionFor({ url, title, icon }) {
  const option = document.createElement("a");
  option.href = url;
  option.setAttribute("role", "option");
  const word = document.createElement("span");
  word.textContent = title;
  if (icon) option.append(icon.cloneNode(true));
  option.append(word);
  return option;
}

function places(text) {
  const wanted = text.toLowerCase();
  return [...document.querySelectorAll(".side .nav a")]
    .map((link) => ({ url: link.getAttribute("href"), title: link.textContent.trim(), icon: link.querySelector("svg") }))
    .filter((place) => place.title.toLowerCase().includes(wanted));
}

function showKnown(text) {
  const known = text ? places(text) : [...recent(), ...places("")].slice(0, 12);
  hits.replaceChildren(...known.map(optionFor));
  settle(known.length ? "" : note.dataset.none);
}

async function ask(text) {
  const turn = ++asked;
  note.textContent = note.dataset.searching;
  const url = new URL(dialog.dataset.url, location.href);
  url.searchParams.set("q", text);
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    if (answer.status === 401) return location.reload();
    const html = await answer.text();
    if (turn !== asked || !answer.ok) return;
    hits.innerHTML = html;
    settle(options().length ? "" : note.dataset.none);
  } catch (problem) {
    if (!(problem instanceof TypeError)) throw problem;
    showKnown(text);
    note.textContent = note.dataset.offline;
  }
}

function look() {
  clearTimeout(timer);
  const text = input.value.trim();
  asked += 1;
  if (!text) return showKnown("");
  if (text.startsWith(">")) showKnown(text.slice(1).trim());
  timer = setTimeout(() => ask(text), WAIT);
}

function open() {
  if (dialog.open) return;
  input.value = "";
  dialog.showModal();
  input.focus();
  look();
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = options();
  const now = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (step && all.length) mark(all.at((now + step) % all.length));
  else if (event.key === "Enter" && now >= 0) all[now].click();
  else return;
  event.preventDefault();
}

if (dialog) {
  input.addEventListener("input", look);
  input.addEventListener("keydown", walk);
  hits.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) remember(option);
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-palette-open]")) open(); });
  document.addEventListener("keydown", (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const isSlash = event.key === "/" && singleKeysAreOn() && !isTyping(event);
    if (!isCommand && !isSlash) return;
    event.preventDefault();
    open();
  });
}
