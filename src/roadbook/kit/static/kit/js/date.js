// A date is typed; the button opens a calendar that knows the holidays and the usual days, walked by arrow keys.
const DAY = 86400000;
const holidays = new Map();
let home = null;
let panel = null;
let shown = null;

const iso = (day) => day.toISOString().slice(0, 10);
const dayOf = (year, month, day) => new Date(Date.UTC(year, month, day));
const plus = (day, days) => new Date(day.getTime() + days * DAY);
const said = (day, how) => new Intl.DateTimeFormat(document.documentElement.lang, { ...how, timeZone: "UTC" }).format(day);

function parse(text) {
  const parts = text.trim().split(/[./-]/).map((part) => parseInt(part, 10));
  const [year, month, day] = parts[0] > 31 ? parts : parts.reverse();
  return parts.length === 3 && year > 999 && day ? dayOf(year, month - 1, day) : null;
}

function today() {
  const now = new Date();
  return parse(home.dataset.today ?? "") ?? dayOf(now.getFullYear(), now.getMonth(), now.getDate());
}

async function holidaysOf(year) {
  const url = home.dataset.holidays?.replace(/\d+\/$/, `${year}/`);
  if (!url) return {};
  if (!holidays.has(url)) holidays.set(url, fetch(url).then((answer) => answer.json()).catch(() => ({})));
  return holidays.get(url);
}

function cell(day, month) {
  const now = iso(day) === iso(today()) ? ' aria-current="date"' : "";
  const outside = day.getUTCMonth() === month ? "" : ' class="outside"';
  return `<td><button type="button" tabindex="-1" data-day="${iso(day)}" aria-label="${said(day, { dateStyle: "full" })}"${now}${outside}>${day.getUTCDate()}</button></td>`;
}

async function mark(at) {
  const named = await holidaysOf(at.getUTCFullYear());
  if (shown !== at) return;
  for (const button of panel.querySelectorAll("[data-day]")) {
    const name = named[button.dataset.day];
    if (!name) continue;
    Object.assign(button, { title: name, ariaLabel: `${button.ariaLabel}, ${name}` });
    button.classList.add("holiday");
  }
}

function draw(at, withFocus) {
  shown = at;
  const first = dayOf(at.getUTCFullYear(), at.getUTCMonth(), 1);
  const monday = plus(first, -((first.getUTCDay() + 6) % 7));
  const days = Array.from({ length: 42 }, (_, number) => plus(monday, number));
  const rows = days.map((day, at) => (at % 7 ? "" : "<tr>") + cell(day, first.getUTCMonth()));
  panel.querySelector("[data-calendar-month]").textContent = said(first, { month: "long", year: "numeric" });
  panel.querySelector("thead tr").innerHTML = days.slice(0, 7).map((day) => `<th scope="col">${said(day, { weekday: "short" })}</th>`).join("");
  panel.querySelector("tbody").innerHTML = rows.join("");
  const chosen = panel.querySelector(`[data-day="${iso(at)}"]`);
  chosen.tabIndex = 0;
  chosen.setAttribute("aria-pressed", "true");
  if (withFocus) chosen.focus();
  mark(at);
}

function open(button) {
  home = button.closest("[data-date]");
  panel?.remove();
  panel = document.querySelector("[data-calendar]").content.firstElementChild.cloneNode(true);
  (button.closest("dialog") ?? document.body).append(panel);
  panel.showPopover();
  draw(parse(home.querySelector("input").value) ?? today(), true);
  const box = home.getBoundingClientRect();
  const fits = box.bottom + panel.offsetHeight + 8 < innerHeight;
  panel.style.left = `${Math.max(8, Math.min(box.left, innerWidth - panel.offsetWidth - 8))}px`;
  panel.style.top = `${fits ? box.bottom + 4 : Math.max(8, box.top - panel.offsetHeight - 4)}px`;
}

function choose(day) {
  const input = home.querySelector("input");
  panel.hidePopover();
  input.value = iso(day).split("-").reverse().join(".");
  for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
  input.focus();
}

const presets = {
  today: (day) => day,
  week: (day) => plus(day, 7),
  end: (day) => dayOf(day.getUTCFullYear(), day.getUTCMonth() + 1, 0),
  next: (day) => dayOf(day.getUTCFullYear(), day.getUTCMonth() + 1, 1),
};

// A month further, kept within its length: from the 31st to the 30th.
function months(at, step) {
  const last = dayOf(at.getUTCFullYear(), at.getUTCMonth() + step + 1, 0);
  return dayOf(last.getUTCFullYear(), last.getUTCMonth(), Math.min(at.getUTCDate(), last.getUTCDate()));
}

export function init(root) {
  const has = document.querySelector("[data-calendar]");
  for (const button of root.querySelectorAll("[data-date-button]")) button.hidden = !has;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-date-button]");
  if (button) return open(button);
  const inside = panel && event.target.closest("[data-day], [data-preset], [data-months]");
  if (!inside || !panel.contains(inside)) return;
  if (inside.dataset.day) choose(parse(inside.dataset.day));
  else if (inside.dataset.preset) choose(presets[inside.dataset.preset](today()));
  else draw(months(shown, Number(inside.dataset.months)), false);
});

document.addEventListener("keydown", (event) => {
  if (!panel?.contains(event.target)) return;
  if (event.key === "Escape") {
    event.preventDefault();
    panel.hidePopover();
    return home.querySelector("[data-date-button]").focus();
  }
  if (!event.target.dataset.day) return;
  const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
  const step = { PageUp: -1, PageDown: 1 }[event.key];
  if (!days && !step) return;
  event.preventDefault();
  draw(days ? plus(shown, days) : months(shown, step), true);
});
