"""What a browser would send from a form of a page, without changing anything in it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Controls(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.text = ""
        self.first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told: dict[str, str] = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "option" and self.select:
            self.first = told.get("value", "") if self.first is None else self.first
            if "selected" in told:
                self.found[self.select] = [told.get("value", "")]
        elif name and "disabled" not in told:
            self._control(tag, name, told)

    def _control(self, tag: str, name: str, told: dict[str, str]) -> None:
        if tag == "select":
            self.select, self.first = name, None
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "input" and (told.get("type") not in {"radio", "checkbox"} or "checked" in told):
            usual = "on" if told.get("type") in {"radio", "checkbox"} else ""
            self.found.setdefault(name, []).append(told.get("value", usual))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select:
            self.found.setdefault(self.select, [self.first or ""])
            self.select = ""
        elif tag == "textarea" and self.area:
            self.found[self.area] = [self.text.removeprefix("\n")]
            self.area = ""


def sent_by(html: str) -> dict[str, Any]:
    """The values of ``<form id="form">`` by name; several values as a list."""
    start = html.index('id="form"')
    reader = _Controls()
    reader.feed(html[html.rindex("<", 0, start) : html.index("</form>", start)])
    values = {name: rows[0] if len(rows) == 1 else rows for name, rows in reader.found.items()}
    values.pop("csrfmiddlewaretoken", None)
    return values
