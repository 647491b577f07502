// Work that is not saved: marked in the footer, kept on the server as a draft, and not lost by leaving.
const WAIT = 1000;
const timers = new WeakMap();

const stateOf = (form) => form.querySelector("[data-form-state]");

function say(form, word, time = "") {
  const state = stateOf(form);
  if (!state) return;
  state.dataset.state = word;
  state.textContent = word ? `${state.dataset[word]}${time ? ` ${time}` : ""}` : "";
}

// keepalive lets the last keys arrive although the page is being left.
async function keep(form, leaving = false) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (form.dataset.sent || !form.dataset.draft) return;
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  body.set("draft_key", form.dataset.draftKey);
  const asked = { method: "POST", body, keepalive: leaving, headers: { "HX-Request": "true" } };
  const answer = await fetch(form.dataset.draft, asked).catch(() => null);
  if (form.dataset.dirty && !form.dataset.sent) {
    if (answer?.ok) say(form, answer.status === 204 ? "unsaved" : "kept", await answer.text());
    else say(form, "failed");
  }
}

function soil(event) {
  const form = event.target.form;
  if (!form?.matches("[data-guard]") || event.target.matches("[type=file]") && !event.target.value) return;
  if (!form.dataset.dirty) say(form, "unsaved");
  form.dataset.dirty = "1";
  if (!form.dataset.draft) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), WAIT));
}

// A form that comes back with errors, a conflict or a draft still holds what is not saved.
export function init(root) {
  for (const form of root.querySelectorAll("form[data-guard]")) {
    const isDraft = form.querySelector("[data-restored]");
    if (form.dataset.dirty || !(isDraft || form.querySelector(".errors, .merge, [data-carried]"))) continue;
    form.dataset.dirty = "1";
    say(form, "unsaved");
    if (!isDraft) keep(form);
  }
}

document.addEventListener("input", soil);
document.addEventListener("change", soil);

document.addEventListener("submit", (event) => {
  const form = event.target;
  const given = document.getElementById(form.dataset.discards ?? "");
  if (given) {
    // What is discarded is not kept once more by leaving the page.
    clearTimeout(timers.get(given));
    delete given.dataset.dirty;
    delete given.dataset.draft;
  }
  if (event.defaultPrevented || !form.matches("[data-guard]")) return;
  clearTimeout(timers.get(form));
  say(form, "saving");
});

addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-draft][data-dirty]")) keep(form, true);
});

// A draft that is kept is safe: leaving asks only while something is not.
addEventListener("beforeunload", (event) => {
  const isAtRisk = (form) => !form.dataset.draft || timers.has(form) || stateOf(form)?.dataset.state === "failed";
  if ([...document.querySelectorAll("form[data-guard][data-dirty]")].some(isAtRisk)) event.preventDefault();
});
