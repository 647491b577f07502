"""Day-count conventions: how many days lie between two dates, and which part of a year they are.

Sources: 2006 ISDA Definitions section 4.16 (30/360, 30E/360, 30E/360 (ISDA), Actual/365 (Fixed), Actual/360,
Actual/Actual (ISDA)); FBF master agreement for Actual/Actual (AFB). A period holds its first day and not its last.
"Calendar year" is the Russian bank practice: interest runs from the day after the money was given, so each day
belongs to the year of its end; ACT/ACT ISDA gives the same day to the year of its start.

>>> days(date(2024, 1, 31), date(2024, 2, 29), DayCount.THIRTY_E_360)
29
>>> year_fraction(date(2024, 1, 1), date(2024, 7, 1), DayCount.ACT_ACT_ISDA)
Fraction(91, 183)
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction


class DayCount(StrEnum):
    """How the time between two dates is counted.

    THIRTY_360_US moves the end of February to the 30th, THIRTY_360_BOND (ISDA "30/360", bond basis) does not.
    ACT_365L divides by 366 when a 29 February lies after the start and not after the end (ICMA rule 251).
    """

    THIRTY_360_US = "30/360us"
    THIRTY_360_BOND = "30/360"
    THIRTY_E_360 = "30e/360"
    THIRTY_E_360_ISDA = "30e/360isda"
    ACT_365F = "act/365f"
    ACT_360 = "act/360"
    ACT_365L = "act/365l"
    ACT_ACT_ISDA = "act/act-isda"
    ACT_ACT_AFB = "act/act-afb"
    EQUAL_PERIODS = "equal-periods"
    CALENDAR_YEAR = "calendar-year"


_THIRTY = frozenset(
    {DayCount.THIRTY_360_US, DayCount.THIRTY_360_BOND, DayCount.THIRTY_E_360, DayCount.THIRTY_E_360_ISDA}
)


def days(start: date, end: date, convention: DayCount, *, maturity: date | None = None) -> int:
    """Count the days from ``start`` to ``end``; negative when ``end`` is before ``start``.

    ``maturity`` is the last date of the agreement: 30E/360 (ISDA) does not stretch a February that ends it.
    """
    if convention not in _THIRTY:
        return (end - start).days
    first, last = _thirty_days(start, end, convention, maturity)
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first


def _thirty_days(start: date, end: date, convention: DayCount, maturity: date | None) -> tuple[int, int]:
    """Give the days of the month that a 30/360 convention puts in place of the real ones."""
    first, last = start.day, end.day
    if convention is DayCount.THIRTY_E_360:
        return min(first, 30), min(last, 30)
    if convention is DayCount.THIRTY_E_360_ISDA:
        stretched = last == 31 or (ends_february(end) and end != maturity)
        return 30 if first == 31 or ends_february(start) else first, 30 if stretched else last
    if convention is DayCount.THIRTY_360_US and ends_february(start):
        first, last = 30, 30 if ends_february(end) else last
    if last == 31 and first >= 30:
        last = 30
    return min(first, 30), last


def ends_february(day: date) -> bool:
    """Say whether a day is the last of a February."""
    return day.month == 2 and day.day == monthrange(day.year, 2)[1]


def year_fraction(
    start: date, end: date, convention: DayCount, *, maturity: date | None = None, periods_per_year: int = 12
) -> Fraction:
    """Give the exact part of a year between two dates; equal periods ignore the dates."""
    if convention is DayCount.EQUAL_PERIODS:
        return Fraction(1, periods_per_year)
    if convention is DayCount.ACT_365F:
        return Fraction((end - start).days, 365)
    if convention is DayCount.ACT_365L:
        leap = _holds_leap_day(start + timedelta(1), end + timedelta(1))
        return Fraction((end - start).days, 366 if leap else 365)
    if convention in {DayCount.ACT_ACT_ISDA, DayCount.CALENDAR_YEAR}:
        shift = timedelta(convention is DayCount.CALENDAR_YEAR)
        return _by_year(start + shift, end + shift)
    if convention is DayCount.ACT_ACT_AFB:
        return _afb(start, end)
    return Fraction(days(start, end, convention, maturity=maturity), 360)


def year_length(year: int) -> int:
    """Give the days of a calendar year, 365 or 366."""
    return 366 if isleap(year) else 365


def _by_year(start: date, end: date) -> Fraction:
    """Divide the days of each calendar year by the length of that year."""
    if start.year == end.year:
        return Fraction((end - start).days, year_length(start.year))
    if end < start:
        return -_by_year(end, start)
    head = Fraction((date(start.year + 1, 1, 1) - start).days, year_length(start.year))
    tail = Fraction((end - date(end.year, 1, 1)).days, year_length(end.year))
    return head + (end.year - start.year - 1) + tail


def _afb(start: date, end: date) -> Fraction:
    """Take whole years back from the end; what is left is divided by 366 when it holds a 29 February."""
    if end < start:
        return -_afb(end, start)
    years, near = 0, end
    while (earlier := _year_before(end, years + 1)) >= start:
        years, near = years + 1, earlier
    return years + Fraction((near - start).days, 366 if _holds_leap_day(start, near) else 365)


def _year_before(day: date, years: int) -> date:
    """Go back whole years; the end of February stays the end of February."""
    year = day.year - years
    return date(year, 2, monthrange(year, 2)[1]) if ends_february(day) else day.replace(year=year)


def _holds_leap_day(start: date, end: date) -> bool:
    return any(isleap(year) and start <= date(year, 2, 29) < end for year in range(start.year, end.year + 1))
