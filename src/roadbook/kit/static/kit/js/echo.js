// What the server understands of a text, said while it is typed: the good news beside it, a doubt or an error below.
const WAIT = 250;
const timers = new WeakMap();

const outOf = (home) => home.closest(".field").querySelector("[data-echo-out]");

async function ask(input) {
  const home = input.closest("[data-echo]");
  const body = new URLSearchParams({ key: home.dataset.echo, typed: input.value });
  const whole = home.dataset.echoOf && input.form?.elements[home.dataset.echoOf];
  if (whole) body.set("whole", whole.value);
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const answer = await fetch(home.dataset.echoUrl, { method: "POST", body, headers: { "X-CSRFToken": token } }).catch(() => null);
  const out = outOf(home);
  if (!answer?.ok || body.get("typed") !== input.value || !out) return;
  out.innerHTML = await answer.text();
  const isWrong = Boolean(out.querySelector(".error")) && document.activeElement !== input;
  home.toggleAttribute("data-invalid", isWrong);
  input.ariaInvalid = isWrong ? "true" : null;
}

function later(input, wait) {
  clearTimeout(timers.get(input));
  timers.set(input, setTimeout(() => ask(input), wait));
}

const echoed = (event) => event.target.matches?.("[data-echo] > input") && event.target;

document.addEventListener("input", (event) => {
  const input = echoed(event);
  if (!input) return;
  // What was said of the text as it was sent does not hold for the text as it is now.
  for (const old of input.closest(".field").querySelectorAll(":scope > .error, :scope > .hint.warning")) old.remove();
  outOf(input.closest("[data-echo]")).replaceChildren();
  later(input, WAIT);
});

document.addEventListener("focusout", (event) => {
  const input = echoed(event);
  if (input && timers.has(input)) later(input, 0);
});
