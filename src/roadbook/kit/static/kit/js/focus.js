// After a refused form, the summary of its errors is where one goes on.
export function init(root) {
  const summary = root.querySelector("[data-focus]");
  if (!summary || summary.dataset.focus === "done") return;
  summary.dataset.focus = "done";
  summary.focus();
}
