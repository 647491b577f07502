"""Date arithmetic of agreements: months, due dates, the end of the month, business days.

Due dates always count from the first one and are clamped to the end of a shorter month, so the 31st comes back
after a February (never the 28th for ever).

>>> [str(day) for day in due_dates(date(2023, 12, 31), 3)]
['2023-12-31', '2024-01-31', '2024-02-29']
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache


class BusinessDay(StrEnum):
    """Where a date goes that falls on a weekend or a holiday; "modified" never leaves its month."""

    NONE = "none"
    FOLLOWING = "following"
    MODIFIED_FOLLOWING = "modified_following"
    PRECEDING = "preceding"
    MODIFIED_PRECEDING = "modified_preceding"


class Frequency(StrEnum):
    """The unit in which a schedule repeats."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


PER_YEAR = {
    Frequency.DAYS: Fraction(365),
    Frequency.WEEKS: Fraction(52),
    Frequency.MONTHS: Fraction(12),
    Frequency.YEARS: Fraction(1),
}


def month_end(day: date) -> date:
    """Give the last day of the month of ``day``."""
    return day.replace(day=_month_length(day.year, day.month))


@cache
def _month_length(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def add_months(day: date, n: int, *, anchor_day: int | None = None) -> date:
    """Add ``n`` months (also negative); the day is ``anchor_day`` (or that of ``day``), clamped to the month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(anchor_day or day.day, _month_length(year, month + 1)))


def due_dates(
    first_due_on: date,
    count: int,
    every_months: int = 1,
    *,
    frequency: Frequency = Frequency.MONTHS,
    end_of_month: bool = False,
    anchor_day: int | None = None,
) -> tuple[date, ...]:
    """Give ``count`` due dates, every ``every_months`` units of ``frequency`` (months unless told otherwise).

    With ``end_of_month`` every date is the last of its month, also the first.
    """
    if frequency in {Frequency.DAYS, Frequency.WEEKS}:
        step = timedelta(every_months * (7 if frequency is Frequency.WEEKS else 1))
        return tuple(first_due_on + step * index for index in range(count))
    months = every_months * (12 if frequency is Frequency.YEARS else 1)
    anchor = 31 if end_of_month else anchor_day
    return tuple(add_months(first_due_on, months * index, anchor_day=anchor) for index in range(count))


def whole_periods(start: date, end: date, unit: Frequency) -> tuple[int, int, int]:
    """Count whole weeks, months or years back from ``end``, then the days left after ``start`` and their year's length.

    Directive 2008/48/EC annex I part II and the guidelines SWD(2012) 128, section 4.1.1, remark (c): the days left are
    a part of the year, 365 or 366 days long, that ends where they end.
    """
    if unit in {Frequency.DAYS, Frequency.WEEKS}:
        count, rest = divmod((end - start).days, 7 if unit is Frequency.WEEKS else 1)
        near = start + timedelta(rest)
    else:
        step = 12 if unit is Frequency.YEARS else 1
        count = ((end.year - start.year) * 12 + end.month - start.month) // step
        if add_months(end, -step * count) < start:
            count -= 1
        near = add_months(end, -step * count)
    return count, (near - start).days, (near - add_months(near, -12)).days


def is_business_day(day: date, holidays: Collection[date]) -> bool:
    """Say whether a day is neither a Saturday, a Sunday nor one of ``holidays``."""
    return day.weekday() < 5 and day not in holidays


def shift(day: date, holidays: Collection[date], convention: BusinessDay) -> date:
    """Move a date that is no business day by the convention; a business day stays."""
    if convention is BusinessDay.NONE or is_business_day(day, holidays):
        return day
    forward = convention in {BusinessDay.FOLLOWING, BusinessDay.MODIFIED_FOLLOWING}
    moved = _next_business_day(day, holidays, 1 if forward else -1)
    if convention in {BusinessDay.FOLLOWING, BusinessDay.PRECEDING} or moved.month == day.month:
        return moved
    return _next_business_day(day, holidays, -1 if forward else 1)


def _next_business_day(day: date, holidays: Collection[date], step: int) -> date:
    while not is_business_day(day, holidays):
        day += timedelta(step)
    return day
