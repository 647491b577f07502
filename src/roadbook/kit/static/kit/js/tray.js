// The tray of long work: what ran when the page last looked and has ended since is told, also after a reload.
import { show } from "./toast.js";

const KEY = "jobs";
const ENDED = new Set(["done", "dead", "cancelled"]);

function watched() {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
  } catch {
    return new Set();
  }
}

export function init(root) {
  const items = root.querySelectorAll?.("[data-job]") ?? [];
  if (!items.length) return;
  const before = watched();
  const running = [];
  for (const { dataset } of items) {
    if (!ENDED.has(dataset.jobState)) running.push(dataset.job);
    else if (before.has(dataset.job)) show({ text: dataset.notice, tone: dataset.jobState === "dead" ? "error" : "" });
  }
  localStorage.setItem(KEY, JSON.stringify(running));
}
