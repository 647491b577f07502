// While an amount is typed, echo how it was understood. The server parses again; this is only comfort.
function parse(text) {
  const clean = text.replace(/[\s\u00a0\u202f']/g, "").replace(/−/g, "-");
  const last = Math.max(clean.lastIndexOf(","), clean.lastIndexOf("."));
  const decimals = last < 0 ? 0 : clean.length - last - 1;
  if (decimals > 2) return NaN;
  const whole = (last < 0 ? clean : clean.slice(0, last)).replace(/[.,]/g, "");
  return /^-?\d+$/.test(whole) ? Number(`${whole}.${last < 0 ? 0 : clean.slice(last + 1) || 0}`) : NaN;
}

document.addEventListener("input", (event) => {
  const home = event.target.closest?.("[data-money]");
  const echo = home?.closest(".field")?.querySelector("[data-money-echo]");
  if (!echo || !home.dataset.money) return;
  const amount = parse(event.target.value);
  echo.hidden = Number.isNaN(amount);
  if (echo.hidden) return;
  const format = { style: "currency", currency: home.dataset.money, useGrouping: "always" };
  echo.textContent = new Intl.NumberFormat(document.documentElement.lang, format).format(amount);
});

document.addEventListener("focusout", (event) => {
  const echo = event.target.closest?.("[data-money]")?.closest(".field")?.querySelector("[data-money-echo]");
  if (echo) echo.hidden = true;
});
