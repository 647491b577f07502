"""Due dates and amounts pasted from a spreadsheet: one instalment a line, a date and perhaps an amount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from roadbook.kit import forms
from roadbook.kit.money import AmountRefused, parse, to_decimal_text

BREAK = re.compile(r"[\t;]")
LONGEST = 600
CELLS = 2


@dataclass(frozen=True)
class Line:
    """A line as it was understood; ``problem`` names the cell and says what is wrong with it."""

    number: int
    text: str
    on: date | None = None
    amount: int | None = None
    problem: str = ""


def read(text: str, currency: str) -> list[Line]:
    """The lines that say anything. A first line without a figure is a heading. Amounts in minor units."""
    rows = [(number, row.strip()) for number, row in enumerate(text.splitlines(), 1) if row.strip(" \t;")]
    if rows and not any(sign.isdigit() for sign in rows[0][1]):
        rows = rows[1:]
    return [_line(number, row, currency) for number, row in rows]


def problems(lines: Sequence[Line]) -> list[str]:
    """What is wrong, line by line, and over all lines."""
    found = [
        _("Line %(number)d, %(problem)s") % {"number": one.number, "problem": one.problem}
        for one in lines
        if one.problem
    ]
    if len(lines) > LONGEST:
        found.append(_("At most %(count)d lines.") % {"count": LONGEST})
    if not found and any(one.amount is not None for one in lines):
        missing = [one.number for one in lines[:-1] if one.amount is None]
        found = [_("Line %(number)d, amount: it is missing.") % {"number": number} for number in missing]
    return found


def _line(number: int, row: str, currency: str) -> Line:
    cells = [cell.strip() for cell in BREAK.split(row)]
    while len(cells) > CELLS and not cells[-1]:
        cells.pop()
    if len(cells) > CELLS:
        return Line(number, row, problem=_("there is more than a date and an amount."))
    try:
        on = forms.DateField().clean(cells[0])
    except ValidationError as error:
        return Line(number, row, problem=_("date: %(why)s") % {"why": " ".join(error.messages)})
    if len(cells) < CELLS or not cells[1]:
        return Line(number, row, on)
    try:
        amount = parse(cells[1], currency)
    except AmountRefused as error:
        return Line(number, row, on, problem=_("amount: %(why)s") % {"why": error})
    if amount < 0:
        return Line(number, row, on, problem=_("amount: it must not be below nothing."))
    return Line(number, row, on, amount)


def written(dates: Sequence[date], amounts: Sequence[int], currency: str) -> str:
    """Stored dates and amounts as lines again."""
    rows = []
    for place, on in enumerate(dates):
        amount = f";{to_decimal_text(amounts[place], currency)}" if place < len(amounts) else ""
        rows.append(f"{on:%d.%m.%Y}{amount}")
    return "\n".join(rows)
