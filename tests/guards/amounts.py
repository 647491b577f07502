"""Which amounts a page shows, which of them open, and what an opened one says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

from roadbook.calc.explain import Line, Operand

MONEY = re.compile(r"[^\d%]{0,4}\d{1,3}(,\d{3})*\.\d\d([^\d%]{1,4})?")
VOID = {"input", "img", "br", "hr", "meta", "link", "rect", "path", "line", "circle", "polyline", "wbr", "source"}
SILENT = ("explain", "feed", "panel", "chart")
"""Inside these nothing has to open: an explanation, what happened, another context's panel, a picture."""


@dataclass(frozen=True)
class Amount:
    """An amount as it is read. ``opens``: the address that tells why, or the fields that ask; None where it is dead."""

    text: str
    opens: str | dict[str, str] | None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.found: list[Amount] = []
        self.figure: list[str] = []
        self.figure_opens: str | dict[str, str] | None = None
        self.told: list[str] = []
        self.telling: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.stack.append((tag, {name: value or "" for name, value in attrs}))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing is inside."""

    def handle_endtag(self, tag: str) -> None:
        while any(tag == one for one, _attrs in self.stack):
            closed, attrs = self.stack.pop()
            if "figure" in attrs.get("class", "").split():
                self._note("".join(self.figure), self.figure_opens)
                self.figure, self.figure_opens = [], None
            if closed == "li" and "sum" in attrs.get("class", "").split():
                self.told.append(self.telling[-1])
                self.telling = []
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        text, classes = data.strip(), {one for _tag, attrs in self.stack for one in attrs.get("class", "").split()}
        if not text:
            return
        if "sum" in classes:
            self.telling.append(text)
        elif "figure" in classes:
            self.figure.append(text)
            self.figure_opens = self.figure_opens or self._opens()
        elif not classes & set(SILENT) and not {"svg", "script", "template"} & {tag for tag, _attrs in self.stack}:
            self._note(text, self._opens())

    def _note(self, text: str, opens: str | dict[str, str] | None) -> None:
        if MONEY.fullmatch(text):
            self.found.append(Amount(text, opens))

    def _opens(self) -> str | dict[str, str] | None:
        for tag, attrs in reversed(self.stack):
            if "why" in attrs.get("class", "").split() or "?why=" in attrs.get("href", ""):
                return attrs["href"] if tag == "a" else json.loads(attrs["hx-vals"])
        return None


def shown(html: str) -> list[Amount]:
    """Every amount of a page in English, in its order."""
    return _read(html).found


def answers(html: str) -> list[str]:
    """The figure under each explanation that stands open."""
    return _read(html).told


def digits(text: str) -> Fraction:
    """``-€1,234.56`` or ``12.92 %`` as a number."""
    sign = -1 if text.strip()[0] in "-−" else 1
    return sign * Fraction(re.sub(r"[^\d.]", "", text))


def lines_of(response: Any) -> list[Line]:
    """The explanations with which the page was rendered, as lines that can be recomputed."""
    values = [value for context in response.context for layer in context.dicts for value in layer.values()]
    told = [_line(value) for value in values if isinstance(value, dict) and "formula" in value]
    return told + [value.line for value in values if isinstance(getattr(value, "line", None), Line)]


def _line(data: dict[str, Any]) -> Line:
    operands = tuple(Operand(one["name"], _value(one), one["kind"]) for one in data["operands"])
    lines = tuple(_line(one) for one in data["lines"])
    return Line(data["label"], data["formula"], operands, data["value"], data["rule"], lines)


def _value(operand: dict[str, Any]) -> Any:
    return operand["value"] if operand["kind"] in {"date", "text"} else Fraction(operand["value"])


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader
