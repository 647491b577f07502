"""An explanation (``calc.explain``) as rows for a screen: what, how, how much; the last row is the figure itself.

A context that plans amounts registers how it explains those that it made: others know them by a plain source key only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import gettext

from roadbook.calc.explain import Line
from roadbook.kit import figures
from roadbook.kit.money import format_money

_ROUND = re.compile(r"^round\((?P<inner>.*), (?P<mode>[A-Z_]+)\)$")
_SIGNS = {"*": "×", "/": "÷", "-": "−"}
_NAME = re.compile(r"[A-Za-z_]\w*")
Explainer = Callable[[str], Line | None]
_explainers: dict[str, Explainer] = {}
PERCENT = "percent"


@dataclass(frozen=True)
class Row:
    """One line of an explanation; ``depth`` 0 is the figure that was asked about."""

    label: str
    how: str
    value: str
    depth: int
    is_sum: bool


def register(prefix: str, explain: Explainer) -> None:
    """``explain`` knows the amounts whose source begins with ``prefix:``; None for one that it cannot tell of."""
    _explainers[prefix] = explain


def of_source(source: str) -> Line | None:
    """Why the amount that a source stands for was planned; None where its owner tells nothing."""
    explain = _explainers.get(source.partition(":")[0])
    return explain(source) if explain else None


def rows(line: Mapping[str, Any], currency: str, unit: str = "") -> list[Row]:
    """The operands, then the lines beneath, then the sum; ``line`` is what ``calc.explain.to_data`` gives.

    ``unit`` "percent": the figure itself is hundredths of a per cent, what stands beneath is money.
    """
    found = list(_rows(line, currency, 0))
    if unit == PERCENT:
        found[-1] = replace(found[-1], how="", value=figures.percent(Fraction(line["value"], 10_000)))
    return found


def _rows(line: Mapping[str, Any], currency: str, depth: int) -> Iterator[Row]:
    if depth == 0:
        for operand in line["operands"]:
            yield Row(_name(operand["name"]), "", _operand(operand, currency), 1, is_sum=False)
    for one in line["lines"]:
        yield from _rows(one, currency, depth + 1)
    value = format_money(line["value"], currency)
    yield Row(gettext(line["label"]), _how(line, currency), value, depth, is_sum=depth == 0)


def _name(name: str) -> str:
    """``balance_2`` is "Balance 2": the word is translated, its number stays."""
    words, _, number = name.rpartition("_") if name[-1:].isdigit() else (name, "", "")
    text = gettext(words.replace("_", " "))
    return f"{text[:1].upper()}{text[1:]}{' ' * bool(number)}{number}"


def _operand(operand: Mapping[str, Any], currency: str) -> str:
    kind, value = operand["kind"], operand["value"]
    if kind == "money":
        return format_money(int(value), currency, symbol=False)
    if kind == "rate":
        return figures.percent(value)
    if kind == "date":
        return figures.day(date.fromisoformat(value))
    if kind == "count" and "." in str(value):
        return str(format_decimal(Decimal(value), format="#,##0.######", locale=figures.locale()))
    return gettext(value) if kind == "text" else str(value)


def _how(line: Mapping[str, Any], currency: str) -> str:
    """The formula with its figures in it, as one would say it: ``13,465.26 × 8.90 % × 30 ÷ 360, rounded half up``."""
    values = {operand["name"]: _operand(operand, currency) for operand in line["operands"]}
    rounded = _ROUND.match(line["formula"])
    formula = rounded["inner"] if rounded else line["formula"]
    text = _NAME.sub(lambda word: values.get(word[0], word[0]), _signs(formula))
    text = text.replace("sum(lines)", gettext("sum of the lines above"))
    if text in values.values():
        return ""
    return f"{text}, {_mode(rounded['mode'])}" if rounded else text


def _signs(formula: str) -> str:
    for plain, printed in _SIGNS.items():
        formula = formula.replace(plain, printed)
    return formula


def _mode(mode: str) -> str:
    named = {
        "HALF_UP": gettext("rounded half up"),
        "HALF_EVEN": gettext("rounded half to even"),
        "HALF_DOWN": gettext("rounded half down"),
        "UP": gettext("rounded up"),
        "DOWN": gettext("rounded down"),
        "CEILING": gettext("rounded up"),
        "FLOOR": gettext("rounded down"),
    }
    return named.get(mode, mode.lower().replace("_", " "))
