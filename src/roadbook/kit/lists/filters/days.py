"""Filters over dates and instants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadbook.kit import figures
from roadbook.kit.forms import DateField

from .base import EMPTY, FILLED, Filter, Ground, Operator, Unreadable, field_of

DAY = timedelta(days=1)
LAST_YEAR = date(2100, 12, 30)
Span = tuple[date | None, date | None]


def _month(day: date) -> Span:
    first = day.replace(day=1)
    return first, (first + 31 * DAY).replace(day=1) - DAY


def _week(day: date) -> Span:
    first = day - day.weekday() * DAY
    return first, first + 6 * DAY


PRESETS: dict[str, tuple[str | Promise, Callable[[date], Span]]] = {
    "today": (_("today"), lambda day: (day, day)),
    "yesterday": (_("yesterday"), lambda day: (day - DAY, day - DAY)),
    "this_week": (_("this week"), _week),
    "this_month": (_("this month"), _month),
    "last_month": (_("last month"), lambda day: _month(day.replace(day=1) - DAY)),
    "this_year": (_("this year"), lambda day: (day.replace(month=1, day=1), day.replace(month=12, day=31))),
    "last_7": (_("in the last 7 days"), lambda day: (day - 6 * DAY, day)),
    "last_30": (_("in the last 30 days"), lambda day: (day - 29 * DAY, day)),
    "last_90": (_("in the last 90 days"), lambda day: (day - 89 * DAY, day)),
    "next_7": (_("in the next 7 days"), lambda day: (day, day + 6 * DAY)),
    "next_30": (_("in the next 30 days"), lambda day: (day, day + 29 * DAY)),
    "next_60": (_("in the next 60 days"), lambda day: (day, day + 59 * DAY)),
    "next_90": (_("in the next 90 days"), lambda day: (day, day + 89 * DAY)),
    "past": (_("before today"), lambda day: (None, day - DAY)),
    "future": (_("after today"), lambda day: (day + DAY, None)),
}
"""Spans that move with the day: both ends inclusive, None for an open end."""


@dataclass(frozen=True)
class Period(Filter):
    """A date or an instant; a span has both ends inclusive, either open: parameters ``<name>_from``, ``<name>_to``."""

    operators: ClassVar[tuple[Operator, ...]] = (
        Operator("span", _("from, to"), "days"),
        Operator("in", _("is"), "preset"),
        Operator("", _("on"), "day"),
        Operator("before", _("before"), "day"),
        Operator("after", _("after"), "day"),
        EMPTY,
        FILLED,
    )

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:
        if operator.code == "in":
            if typed[0] not in PRESETS:
                raise Unreadable(gettext("There is no such choice."))
            label, span = PRESETS[typed[0]]
            return self._within(span(ground.today()), ground), str(label)
        days = [_day(value) for value in typed]
        if operator.shape == "days":
            return self._between(days[0], days[1], ground)
        if days[0] is None:
            raise Unreadable(gettext("Write a date such as 24.11.2026."))
        spans: dict[str, Span] = {
            "": (days[0], days[0]),
            "before": (None, days[0] - DAY),
            "after": (days[0] + DAY, None),
        }
        return self._within(spans[operator.code], ground), figures.day(days[0])

    def _between(self, first: date | None, last: date | None, ground: Ground) -> tuple[Q, str]:
        if first and last and first > last:
            raise Unreadable(gettext("The first day is after the last."))
        words = {"from": figures.day(first) if first else "", "to": figures.day(last) if last else ""}
        if first and last:
            said = gettext("%(from)s to %(to)s") % words
        else:
            said = gettext("from %(from)s") % words if first else gettext("to %(to)s") % words
        return self._within((first, last), ground), said

    def _within(self, span: Span, ground: Ground) -> Q:
        first, last = span
        is_instant = isinstance(field_of(ground.model, self.column), DateTimeField)
        low = Q(**{f"{self.column}__gte": _midnight(first) if is_instant else first}) if first else Q()
        if not last:
            return low
        day_after = last + DAY
        return low & Q(**{f"{self.column}__lt": _midnight(day_after) if is_instant else day_after})


def _day(typed: str) -> date | None:
    try:
        found: date | None = DateField(required=False, latest=LAST_YEAR).clean(typed)
    except ValidationError as error:
        raise Unreadable(error.messages[0]) from None
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
