// A number by which a person is known (a national number, a document, a phone) does not go into an address: where the
// page has a form for it ([data-number-search]), the search box of the list posts it instead of asking with it.
const LEAST = 8;
const LETTERS = 3;

function isNumber(text) {
  const plain = text.replace(/[^\p{L}\p{N}]/gu, "");
  const digits = plain.replace(/\P{N}/gu, "").length;
  return digits >= LEAST && plain.length - digits <= LETTERS;
}

function typed(search) {
  const form = document.querySelector("[data-number-search]");
  const text = search.querySelector("[data-list-search]")?.value ?? "";
  return form && isNumber(text) ? { form, text } : null;
}

document.addEventListener("htmx:configRequest", (event) => {
  const search = event.detail.elt.closest?.('form[role="search"]');
  const found = search && typed(search);
  if (!found) return;
  event.preventDefault();
  if (event.detail.triggeringEvent?.type === "submit") post(found);
});

document.addEventListener("submit", (event) => {
  const search = event.target.closest?.('form[role="search"]');
  const found = search && typed(search);
  if (!found) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  post(found);
}, true);

function post({ form, text }) {
  form.elements.q.value = text;
  form.submit();
}
