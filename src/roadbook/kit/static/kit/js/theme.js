// Light or dark, and how dense: the system decides until the reader does; the choice is kept in a cookie that the
// server reads, so that the next page is right from its first byte.
const YEAR = 31536000;

function remember(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function choose(name, value) {
  document.documentElement.dataset[name] = value;
  remember(name, value);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) choose("theme", isDark() ? "light" : "dark");
  const density = event.target.closest("[data-density-toggle]");
  if (density) choose("density", document.documentElement.dataset.density === "compact" ? "comfortable" : "compact");
});
