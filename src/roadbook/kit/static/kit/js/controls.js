// Small controls: a count of letters left, chosen rows as chips.
document.addEventListener("input", (event) => {
  const counter = event.target.closest?.(".field")?.querySelector("[data-counter]");
  if (!counter || event.target.tagName !== "TEXTAREA") return;
  counter.textContent = counter.dataset.counter - event.target.value.length;
});

// The form is not as it was: its own control says so.
const soil = (control) => control.dispatchEvent(new Event("change", { bubbles: true }));

// The combobox of a field of chips chooses into this list instead of into one value.
document.addEventListener("change", (event) => {
  const home = event.target.matches?.("[data-chips-pick]") && event.target.closest("[data-chips]");
  if (!home || !event.target.value) return;
  const { value } = event.target;
  const search = home.querySelector("[data-combobox-input]");
  const taken = [...home.querySelectorAll("li input")].some((one) => one.value === value);
  if (!taken) {
    const chip = home.querySelector("template").content.firstElementChild.cloneNode(true);
    chip.querySelector("input").value = value;
    chip.querySelector("span").textContent = search.value;
    home.querySelector("ul").append(chip);
  }
  event.target.value = "";
  search.value = "";
  soil(search);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-chip-remove]");
  if (!button) return;
  const home = button.closest("[data-chips]");
  const search = home.querySelector("[data-combobox-input]");
  button.closest("li").remove();
  search.focus();
  soil(search);
});

// Backspace in the empty search takes the last chip away.
document.addEventListener("keydown", (event) => {
  const home = event.key === "Backspace" && event.target.matches?.("[data-chips] [data-combobox-input]") && event.target.closest("[data-chips]");
  if (home && !event.target.value) home.querySelector("ul li:last-child [data-chip-remove]")?.click();
});
