"""Due day of the month and first due date, which follow each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from roadbook.calc.dates import add_months
from roadbook.kit import forms

OWN_DATE, USUAL_DAY = "own", "5"
DUE_DAYS = [(str(day), str(day)) for day in (1, 5, 10, 15, 20, 25)] + [(OWN_DATE, _("Own date"))]
SHORTEST_FIRST_PERIOD = timedelta(days=25)


def due_day_of(on: date) -> str:
    """The choice among the due days that this date stands for."""
    return str(on.day) if (str(on.day), str(on.day)) in DUE_DAYS else OWN_DATE


def first_due_on(signed_on: date, day: int) -> date:
    """The first such day of a month that leaves the client most of a month."""
    candidate = add_months(signed_on, 0, anchor_day=day)
    while candidate < signed_on + SHORTEST_FIRST_PERIOD:
        candidate = add_months(candidate, 1, anchor_day=day)
    return candidate


def settled_dates(data: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """Due day and first due date brought together, and which of them moved: the one that was changed last decides.

    Paid in advance, the first instalment is due on the signing date.
    """
    values = dict(data.items())
    day, before = values.get("due_day") or USUAL_DAY, values.get("due_day_before")
    signed_on, first = _read(values.get("signed_on")), _read(values.get("first_due_on"))
    if signed_on and values.get("in_advance"):
        values |= {"first_due_on": f"{signed_on:%d.%m.%Y}", "due_day": due_day_of(signed_on)}
    elif signed_on and day.isdigit() and (first is None or (before and day != before)):
        values["first_due_on"] = f"{first_due_on(signed_on, int(day)):%d.%m.%Y}"
    elif first:
        values["due_day"] = due_day_of(first)
    moved = {name for name in ("first_due_on", "due_day") if values.get(name) != data.get(name)}
    return {**values, "due_day_before": values.get("due_day", USUAL_DAY)}, moved


def _read(text: str | None) -> date | None:
    """The date that was typed, if it is one."""
    try:
        found: date | None = forms.DateField(required=False).clean(text or "")
    except ValidationError:
        return None
    return found
