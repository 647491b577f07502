// A long form gets a list of its sections, which stays in sight and follows the reader.
const MANY = 4;

export function init(root) {
  for (const form of root.querySelectorAll("[data-sections]")) {
    if (form.closest("dialog")) continue;
    const heads = [...form.querySelectorAll("section > h2")].filter((head) => !head.closest("details"));
    const nav = form.querySelector("[data-sections-nav]");
    if (!nav || heads.length < MANY || nav.childElementCount) continue;
    const links = heads.map((head, at) => {
      head.id ||= `${form.id}-section-${at + 1}`;
      const link = document.createElement("a");
      link.href = `#${head.id}`;
      link.textContent = head.firstChild.textContent.trim();
      if (head.parentElement.querySelector(".error")) link.dataset.tone = "bad";
      return link;
    });
    nav.append(...links);
    nav.hidden = false;
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) entry.target.dataset.seen = entry.isIntersecting ? "1" : "";
      const now = heads.findIndex((head) => head.parentElement.dataset.seen);
      links.forEach((link, at) => (at === now ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    });
    for (const head of heads) seen.observe(head.parentElement);
  }
}
