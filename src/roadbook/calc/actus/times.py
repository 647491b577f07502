"""Times of ACTUS: cycles, schedules with stubs, the end of the month, business days and parts of a year.

23:59:59 is midnight at the end of a day: it is shown as it was given and counts as the next day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Self

from roadbook.calc import dates
from roadbook.calc.actus.words import TermsRefused
from roadbook.calc.daycount import DayCount, year_fraction

MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12}
DAYS = {"D": 1, "W": 7}
_CYCLE = re.compile(r"P(\d+)([DWMQHY])(?:L([01]))?")

DAY_COUNTS = {
    "AA": DayCount.ACT_ACT_ISDA,
    "A360": DayCount.ACT_360,
    "A365": DayCount.ACT_365F,
    "30E360": DayCount.THIRTY_E_360,
    "30E360ISDA": DayCount.THIRTY_E_360_ISDA,
}
TWENTY_EIGHT, BUSINESS_252 = "28E336", {"BUS252", "B252"}
_SHIFTS = {
    "F": dates.BusinessDay.FOLLOWING,
    "MF": dates.BusinessDay.MODIFIED_FOLLOWING,
    "P": dates.BusinessDay.PRECEDING,
    "MP": dates.BusinessDay.MODIFIED_PRECEDING,
}


def read_time(text: str) -> datetime:
    """Read an ISO time; 24:00 becomes 23:59:59 of the same day, a time zone is left out.

    :raises TermsRefused: it is no ISO time.
    """
    try:
        return datetime.fromisoformat(re.sub(r"T24:00(:00)?", "T23:59:59", text.strip())).replace(tzinfo=None)
    except ValueError as error:
        raise TermsRefused(f"{text!r} is not a time") from error


def as_date(time: datetime) -> date:
    """Give the day in which a time counts: 23:59:59 belongs to the next one."""
    return (time + timedelta(seconds=1)).date()


@dataclass(frozen=True)
class Cycle:
    """A period that repeats. ``long_stub``: a shorter last period is joined to the one before it."""

    months: int
    days: int
    long_stub: bool

    @classmethod
    def read(cls, text: str) -> Self:
        """Read the form ``P1ML0``: number, unit, stub (0 long, 1 short).

        :raises TermsRefused: another form, or a cycle of no length.
        """
        found = _CYCLE.fullmatch(text.strip())
        if not found or int(found[1]) == 0:
            raise TermsRefused(f"{text!r} is not a cycle")
        count, unit = int(found[1]), found[2]
        return cls(count * MONTHS.get(unit, 0), count * DAYS.get(unit, 0), found[3] == "0")

    def after(self, anchor: datetime, count: int, *, end_of_month: bool = False) -> datetime:
        """Give the time ``count`` cycles after an anchor; the end of a month stays one where that is agreed."""
        if not self.months:
            return anchor + timedelta(self.days * count)
        stays = end_of_month and anchor.date() == dates.month_end(anchor.date())
        moved = dates.add_months(anchor.date(), self.months * count, anchor_day=31 if stays else None)
        return datetime.combine(moved, anchor.time())


def schedule(
    anchor: datetime, cycle: Cycle | None, end: datetime, *, with_end: bool = True, end_of_month: bool = False
) -> list[datetime]:
    """Give the times from an anchor by a cycle to the end (techspecs section 3.1); without a cycle only the two.

    A long stub drops the last time of the cycle when the end is not itself on the cycle.
    """
    found: list[datetime] = []
    time = anchor
    while time < end:
        found.append(time)
        if cycle is None:
            break
        time = cycle.after(anchor, len(found), end_of_month=end_of_month)
    if cycle and cycle.long_stub and time != end and len(found) + with_end > 2:
        found.pop()
    return [*found, end] if with_end else found


@dataclass(frozen=True)
class Calendar:
    """Business days and their convention, and the count of days, of one contract.

    ``shift`` is where an event goes from a day without business; ``calculates_shifted``: interest follows it there.
    """

    weekends: bool
    shift: dates.BusinessDay
    calculates_shifted: bool
    day_count: str
    maturity: datetime | None = None

    @classmethod
    def read(cls, calendar: str, convention: str, day_count: str, maturity: datetime | None = None) -> Self:
        """Read the terms ``calendar``, ``businessDayConvention`` and ``dayCountConvention``.

        :raises TermsRefused: one of them is not known.
        """
        if day_count not in DAY_COUNTS and day_count not in {TWENTY_EIGHT, *BUSINESS_252}:
            raise TermsRefused(f"dayCountConvention {day_count!r} is not known")
        if calendar not in {"NC", "MF"}:
            raise TermsRefused(f"calendar {calendar!r} is not known")
        if convention in {"NOS", "NULL", ""}:
            return cls(calendar == "MF", dates.BusinessDay.NONE, False, day_count, maturity)
        if convention[:2] not in {"SC", "CS"} or convention[2:] not in _SHIFTS:
            raise TermsRefused(f"businessDayConvention {convention!r} is not known")
        return cls(calendar == "MF", _SHIFTS[convention[2:]], convention.startswith("SC"), day_count, maturity)

    def event_time(self, time: datetime) -> datetime:
        """Give the time at which a scheduled event happens."""
        if not self.weekends:
            return time
        return datetime.combine(dates.shift(time.date(), (), self.shift), time.time())

    def years(self, start: datetime, end: datetime) -> Decimal:
        """Give the part of a year between two scheduled times."""
        if self.calculates_shifted:
            start, end = self.event_time(start), self.event_time(end)
        part = self._fraction(as_date(start), as_date(end))
        return Decimal(part.numerator) / part.denominator

    def _fraction(self, start: date, end: date) -> Fraction:
        if self.day_count == TWENTY_EIGHT:
            months = 12 * (end.year - start.year) + end.month - start.month
            return Fraction(28 * months + min(end.day, 28) - min(start.day, 28), 336)
        if self.day_count in BUSINESS_252:
            passed = (start + timedelta(day) for day in range((end - start).days))
            return Fraction(sum(not self.weekends or dates.is_business_day(day, ()) for day in passed), 252)
        maturity = as_date(self.maturity) if self.maturity else None
        return year_fraction(start, end, DAY_COUNTS[self.day_count], maturity=maturity)
