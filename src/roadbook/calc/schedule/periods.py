"""The calendar of a schedule: due dates, and for each row the exact interest as a fraction of its opening balance.

Interest of a row before rounding is ``(opening * num + extra) / den``: simple interest inside the period. ``extra`` is
the interest on what was paid out during the period. Where the rate changes inside a period, its parts are added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from roadbook.calc import dates, daycount
from roadbook.calc.daycount import DayCount
from roadbook.calc.schedule.enums import Grace, Method, OddPeriod, ResidualDue
from roadbook.calc.schedule.terms import Terms

BY_DAYS = frozenset({DayCount.ACT_365F, DayCount.ACT_360})


class Part(NamedTuple):
    """A stretch of a period with one rate and one balance: ``added`` is paid out on its first day."""

    start: date
    end: date
    time: Fraction
    rate: Fraction
    added: int


class Period(NamedTuple):
    """The time before one due date; see the module for ``num``, ``den`` and ``extra``. ``den`` is positive."""

    number: int
    start: date
    end: date
    due_on: date
    days: int
    parts: tuple[Part, ...]
    num: int
    den: int
    extra: int
    added: int
    changed: bool

    @property
    def time(self) -> Fraction:
        """The length of the period in years."""
        return sum((part.time for part in self.parts), Fraction(0))


def due_dates(terms: Terms) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Give the dates to which interest runs and the due dates of all rows (a residual's own row included)."""
    plain = list(terms.due_on) or list(_regular(terms, terms.count))
    if terms.residual and terms.residual_due is ResidualDue.OWN_ROW:
        plain.append(terms.residual_due_on or _after_last(terms))
    if terms.business_day is dates.BusinessDay.NONE:
        return tuple(plain), tuple(plain)
    due = tuple(dates.shift(day, terms.holidays, terms.business_day) for day in plain)
    return (due if terms.shifted_interest else tuple(plain)), due


def _regular(terms: Terms, count: int) -> tuple[date, ...]:
    return dates.due_dates(
        terms.first_due_on,
        count,
        terms.every_months,
        frequency=terms.frequency,
        end_of_month=terms.end_of_month,
        anchor_day=terms.anchor_day,
    )


def _after_last(terms: Terms) -> date:
    if terms.due_on:
        return dates.add_months(terms.due_on[-1], terms.every_months, anchor_day=terms.due_on[0].day)
    return _regular(terms, terms.count + 1)[-1]


def periods(terms: Terms) -> tuple[Period, ...]:
    """Give the period before each due date, with its exact interest factor."""
    ends, due = due_dates(terms)
    spans = zip(range(1, len(ends) + 1), pairwise((terms.start_on, *ends)), due, strict=True)
    if terms.rate_changes or terms.disbursements:
        return tuple(_period(terms, *each, ends[-1]) for each in spans)
    return tuple(_plain(terms, spans, ends[-1]))


def _plain(terms: Terms, spans: Iterable[tuple[int, tuple[date, date], date]], maturity: date) -> Iterator[Period]:
    """Give periods with one rate and one balance, as most are; those alike share the exact figures."""
    known: dict[int, tuple[Fraction, Fraction, int, int]] = {}
    by_days = terms.day_count in BY_DAYS and not terms.grace_interest
    by_rule = terms.day_count is DayCount.EQUAL_PERIODS and not terms.grace_interest
    for number, span, due_on in spans:
        start, end = span
        days = key = (end - start).days
        if not by_days:
            key = 0 if by_rule and days and 1 < number <= terms.count else number
        if key not in known:
            known[key] = _simple(terms, number, span, maturity)
        time, rate, num, den = known[key]
        yield Period(number, start, end, due_on, days, (Part(start, end, time, rate, 0),), num, den, 0, 0, False)


def _simple(terms: Terms, number: int, span: tuple[date, date], maturity: date) -> tuple[Fraction, Fraction, int, int]:
    rate = Fraction(0) if _is_waived(terms, number) else terms.rate
    time = _time(terms, number, span, maturity)
    return time, rate, rate.numerator * time.numerator, rate.denominator * time.denominator


def _is_waived(terms: Terms, number: int) -> bool:
    return number <= terms.grace_interest and terms.grace_kind is Grace.WAIVED


def _period(terms: Terms, number: int, span: tuple[date, date], due_on: date, maturity: date) -> Period:
    start, end = span
    cuts = _cuts(terms, start, end)
    parts = _split(terms, number, cuts, maturity)
    if _is_waived(terms, number):
        parts = tuple(Part(one.start, one.end, one.time, Fraction(0), one.added) for one in parts)
    num, den, extra, added = _factor(parts)
    changed = added > 0 or any(start <= change.on < end for change in terms.rate_changes)
    return Period(number, start, end, due_on, (end - start).days, parts, num, den, extra, added, changed)


def _cuts(terms: Terms, start: date, end: date) -> list[date]:
    """Give the dates at which the balance or the rate changes inside a period, with both its ends."""
    inside = {change.on for change in terms.rate_changes} | {one.on for one in terms.disbursements}
    return [start, *sorted(day for day in inside if start < day < end), end]


def _split(terms: Terms, number: int, cuts: list[date], maturity: date) -> tuple[Part, ...]:
    found = []
    whole = (cuts[-1] - cuts[0]).days or 1
    for start, end in pairwise(cuts):
        if terms.day_count is DayCount.EQUAL_PERIODS:
            time = _time(terms, number, (cuts[0], cuts[-1]), maturity) * Fraction((end - start).days, whole)
        else:
            time = _time(terms, number, (start, end), maturity)
        later = start > terms.start_on
        added = sum(one.amount for one in terms.disbursements if start == one.on and later)
        found.append(Part(start, end, time, rate_on(terms, start), added))
    return tuple(found)


def _time(terms: Terms, number: int, span: tuple[date, date], maturity: date) -> Fraction:
    start, end = span
    if start == end:
        return Fraction(0)
    if terms.day_count is not DayCount.EQUAL_PERIODS:
        return daycount.year_fraction(start, end, terms.day_count, maturity=maturity)
    if (number == 1 and terms.odd_first is OddPeriod.BY_DAYS) or (number > terms.count and terms.residual_due_on):
        return daycount.year_fraction(start, end, DayCount.THIRTY_E_360)
    return _regular_time(terms.frequency, terms.every_months)


@cache
def _regular_time(frequency: dates.Frequency, every: int) -> Fraction:
    return every / dates.PER_YEAR[frequency]


def rate_on(terms: Terms, day: date) -> Fraction:
    """Give the yearly rate in force on a day."""
    known = [change for change in terms.rate_changes if change.on <= day]
    return max(known, key=lambda change: change.on).rate if known else terms.rate


def _factor(parts: tuple[Part, ...]) -> tuple[int, int, int, int]:
    """Give (num, den, extra, added): what the parts make of an opening balance."""
    factor, extra, added = Fraction(0), Fraction(0), 0
    for part in parts:
        added += part.added
        factor += part.rate * part.time
        extra += added * part.rate * part.time
    den = factor.denominator * extra.denominator
    return factor.numerator * extra.denominator, den, extra.numerator * factor.denominator, added


def is_paying(terms: Terms, number: int) -> bool:
    """Say whether a row repays principal by the method (it is no row in grace, nor the residual's own)."""
    if terms.method is Method.INTEREST_ONLY:
        return number == terms.count
    return terms.grace_principal < number <= terms.count
