"""Late interest: what an overdue amount earns, by rate tables in force, exact to the minor unit.

Interest of a stretch = outstanding x sum(rate of the day) / divisor, over the days after ``start`` up to and including
``end``: the day of delay is the one after the due date, and the day of payment still counts. So a stretch has
``end - start`` days and a rate that changes on a day counts from that day on.

For many charges at once one cumulative whole number F(day) is kept for each formula, with the divisor outside: the
interest of any stretch is outstanding x (F(end) - F(start)) / scale. Sources of the divisors: Bulgarian Council of
Ministers decree 426/2014 (1/360 of the yearly rate per day), Polish practice (365 always), Russian Civil Code
art. 395 with the Supreme Court's plenum 7 of 2016 (days of the calendar year). Caps: Polish Civil Code art. 481 § 2¹.

>>> rates = (RatePeriod(date(2020, 3, 18), Fraction(65, 1000)), RatePeriod(date(2020, 4, 9), Fraction(6, 100)))
>>> rule = Formula(code="pl-delay", rates=rates, divisor=Divisor.FIXED_365, round_each_rate_period=True)
>>> stretch = Segment(start=date(2020, 3, 17), end=date(2020, 4, 30), outstanding=10_000_00)
>>> found = late_interest([stretch], rule)
>>> [(part.days, part.amount) for part in found.parts], found.amount
([(22, 3918), (22, 3616)], 7534)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from math import lcm
from typing import NamedTuple

from roadbook.calc import rounding
from roadbook.calc.daycount import year_length
from roadbook.calc.explain import Line, Operand
from roadbook.calc.rounding import Rounding
from roadbook.calc.settlement import Segment

DAY = timedelta(1)
LARGEST = 2**63 - 1


class Divisor(StrEnum):
    """How many days a year has: 360, 365, or those of the calendar year that the day belongs to."""

    FIXED_360 = "360"
    FIXED_365 = "365"
    ACTUAL = "actual"


class Grace(StrEnum):
    """What the days of grace do: interest begins after them, or is only waived when they were enough to pay."""

    SHIFTS = "shifts"
    WAIVES = "waives"


class InterestRefused(Exception):  # noqa: N818 - reads as a sentence: "except InterestRefused"
    """The rates do not cover the time or are not in order, or a stretch is wrong; ``field`` names which of them."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class RatePeriod(NamedTuple):
    """A yearly rate, a fraction of one, in force from a day until the next period begins."""

    valid_from: date
    rate: Fraction


class Piece(NamedTuple):
    """A run of days after ``start`` up to ``end`` with one rate and one divisor."""

    start: date
    end: date
    rate: Fraction
    divisor: int

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@dataclass(frozen=True, kw_only=True)
class Formula:
    """How late interest is computed; rates are yearly fractions of one, in order of days.

    The rate of a day is the smaller of ``rates`` and ``caps`` (the legal maximum; none before its first day).
    ``most`` bounds all interest to this part of the first outstanding amount. ``until`` is the last day for which the
    rates are known; None lets the last one go on.
    """

    code: str
    rates: tuple[RatePeriod, ...]
    divisor: Divisor
    caps: tuple[RatePeriod, ...] = ()
    round_each_rate_period: bool = False
    rounding: Rounding = Rounding.HALF_UP
    grace_days: int = 0
    grace: Grace = Grace.SHIFTS
    most: Fraction | None = None
    until: date | None = None

    @cached_property
    def in_force(self) -> tuple[RatePeriod, ...]:
        """The capped rates."""
        return capped(self.rates, self.caps)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Interest that was rounded once (minor units), on one base; its pieces hold days and rates."""

    start: date
    end: date
    outstanding: int
    pieces: tuple[Piece, ...]
    amount: int
    rounding: Rounding
    rule: str

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def line(self) -> Line:
        """Say how the part came about: base x (rate x days / divisor + ...), rounded."""
        operands = [Operand("base", self.outstanding, "money")]
        terms = []
        for number, piece in enumerate(self.pieces, 1):
            operands.append(Operand(f"rate_{number}", piece.rate, "rate"))
            operands.append(Operand(f"days_{number}", piece.days, "days"))
            terms.append(f"rate_{number} * days_{number} / {piece.divisor}")
        operands += [Operand("after", self.start, "date"), Operand("to", self.end, "date")]
        formula = f"round(base * ({' + '.join(terms)}), {self.rounding.name})"
        return Line("Late interest of a period", formula, tuple(operands), self.amount, self.rule)


@dataclass(frozen=True, kw_only=True, slots=True)
class LateInterest:
    """The interest (minor units), the parts that it is the sum of, and the most that it may be."""

    amount: int
    parts: tuple[Part, ...]
    most: int | None
    rule: str

    @property
    def line(self) -> Line:
        """Say how the amount came about: the sum of its parts, bounded where the formula bounds it."""
        lines = tuple(part.line for part in self.parts)
        if self.most is None:
            return Line("Late interest", "sum(lines)", (), self.amount, self.rule, lines)
        operands = (Operand("most", self.most, "money"),)
        return Line("Late interest", "min(most, sum(lines))", operands, self.amount, self.rule, lines)


def late_interest(segments: Iterable[Segment], formula: Formula) -> LateInterest:
    """Compute the interest of one charge from its overdue stretches, rounded per stretch or per rate period.

    :raises InterestRefused: a day has no rate, or a stretch ends before it begins or is below zero.
    """
    given = tuple(segments)
    for one in given:
        if one.end < one.start or one.outstanding < 0:
            raise InterestRefused("segments", f"the stretch from {one.start} ends before it begins, or is negative")
    rule = f"late_interest.{formula.code}"
    cut = [one for stretch in after_grace(given, formula) for one in closed_segments(stretch, formula)]
    parts = tuple(_part(one, formula, rule) for one in cut if one.outstanding and one.end > one.start)
    total = sum(part.amount for part in parts)
    most = None
    if formula.most is not None:
        most = rounding.to_units(formula.most * (given[0].outstanding if given else 0), formula.rounding)
    return LateInterest(amount=total if most is None else min(most, total), parts=parts, most=most, rule=rule)


def after_grace(segments: Sequence[Segment], formula: Formula) -> tuple[Segment, ...]:
    """Take the days of grace off the first stretches, or waive all when the debt did not outlive them."""
    if not segments or not formula.grace_days:
        return tuple(segments)
    begins = segments[0].start + timedelta(formula.grace_days)
    if formula.grace is Grace.WAIVES:
        return tuple(segments) if segments[-1].end > begins else ()
    return tuple(
        Segment(start=max(one.start, begins), end=one.end, outstanding=one.outstanding)
        for one in segments
        if one.end > begins
    )


def closed_segments(segment: Segment, formula: Formula) -> tuple[Segment, ...]:
    """Cut a stretch where its interest is rounded: at each change of rate when the formula says so, else not at all."""
    if not formula.round_each_rate_period:
        return (segment,)
    changes = (one.valid_from - DAY for one in formula.in_force)
    days = [segment.start, *(day for day in changes if segment.start < day < segment.end), segment.end]
    return tuple(Segment(start=a, end=b, outstanding=segment.outstanding) for a, b in pairwise(days))


def _part(segment: Segment, formula: Formula, rule: str) -> Part:
    pieces = split(segment.start, segment.end, formula)
    exact = segment.outstanding * sum(piece.rate * piece.days / piece.divisor for piece in pieces)
    return Part(
        start=segment.start,
        end=segment.end,
        outstanding=segment.outstanding,
        pieces=pieces,
        amount=rounding.to_units(exact, formula.rounding),
        rounding=formula.rounding,
        rule=rule,
    )


def split(start: date, end: date, formula: Formula) -> tuple[Piece, ...]:
    """Split the days after ``start`` up to ``end`` by rate and, for the calendar year, at each 31 December.

    :raises InterestRefused: a day has no rate.
    """
    rates = formula.in_force
    if start < end and (not rates or start + DAY < rates[0].valid_from):
        raise InterestRefused("rates", f"formula {formula.code!r} has no rate for {start + DAY}")
    if formula.until and start < end and end > formula.until:
        raise InterestRefused("rates", f"formula {formula.code!r} has no rate after {formula.until}")
    days = [one.valid_from for one in rates]
    cuts = {start, end, *(day - DAY for day in days if start < day - DAY < end)}
    if formula.divisor is Divisor.ACTUAL:
        cuts |= {date(year, 12, 31) for year in range(start.year, end.year) if start < date(year, 12, 31)}
    return tuple(
        Piece(a, b, rates[bisect_right(days, b) - 1].rate, _year(b, formula.divisor)) for a, b in pairwise(sorted(cuts))
    )


def _year(day: date, divisor: Divisor) -> int:
    return year_length(day.year) if divisor is Divisor.ACTUAL else int(divisor.value)


def capped(rates: Sequence[RatePeriod], caps: Sequence[RatePeriod]) -> tuple[RatePeriod, ...]:
    """Merge two tables into the smaller rate of each day; a day before the first cap is not capped.

    :raises InterestRefused: a table is not in order of days, or is negative.
    """
    for table in (rates, caps):
        if any(a.valid_from >= b.valid_from for a, b in pairwise(table)):
            raise InterestRefused("rates", "rates must be in order of days, each day once")
        if any(one.rate < 0 for one in table):
            raise InterestRefused("rates", "a rate of late interest cannot be negative")
    if not rates or not caps:
        return tuple(rates)
    days = sorted({one.valid_from for one in (*rates, *caps) if one.valid_from >= rates[0].valid_from})
    return tuple(RatePeriod(day, min((*_in_force(rates, day), *_in_force(caps, day)))) for day in days)


def _in_force(table: Sequence[RatePeriod], day: date) -> tuple[Fraction, ...]:
    """Give the one rate of a day, or none before the first."""
    place = bisect_right([one.valid_from for one in table], day)
    return tuple(one.rate for one in table[max(place - 1, 0) : place])


def derived(base: Iterable[RatePeriod], *, margin: Fraction, factor: int = 1, since: date) -> tuple[RatePeriod, ...]:
    """Give factor x (base + margin), in force on ``since`` at the earliest.

    Polish Civil Code art. 481 adds 5.5 points to the reference rate; the maximum is twice the sum.
    """
    return tuple(RatePeriod(max(one.valid_from, since), factor * (one.rate + margin)) for one in base)


def half_years(first: date, last: date) -> tuple[date, ...]:
    """List each 1 January and 1 July that sets the rate of a day from ``first`` to ``last``.

    A rate of a half year is the base in force on its first day, whatever the base does afterwards: Directive 2011/7/EU
    art. 3(3); Bulgarian decree 426/2014 art. 1; Polish act on delays in commercial transactions art. 11b.

    >>> [str(day) for day in half_years(date(2025, 6, 30), date(2026, 1, 1))]
    ['2025-01-01', '2025-07-01', '2026-01-01']
    """
    days = [date(year, month, 1) for year in range(first.year, last.year + 2) for month in (1, 7)]
    return tuple(day for day, following in pairwise(days) if day <= last and following > first)


class Index:
    """The cumulative whole number F(day) of one formula, to price any stretch with one subtraction.

    Interest of a stretch, unrounded, is outstanding x ``growth(start, end)`` / ``scale``.
    """

    def __init__(self, formula: Formula, *, until: date) -> None:
        """Prepare F from the first rate to ``until``; later days are refused."""
        rates = formula.in_force
        if not rates or until < rates[0].valid_from:
            raise InterestRefused("rates", f"formula {formula.code!r} has no rate up to {until}")
        self.code, self.until, self.rounding = formula.code, until, formula.rounding
        pieces = split(rates[0].valid_from - DAY, until, formula)
        self.scale = lcm(*(piece.rate.denominator * piece.divisor for piece in pieces))
        self._starts = [piece.start for piece in pieces]
        self._daily = [int(piece.rate * self.scale) // piece.divisor for piece in pieces]
        self._totals = [0, *accumulate(d * piece.days for d, piece in zip(self._daily, pieces, strict=True))]

    def at(self, day: date) -> int:
        """Give F(day): the scaled daily rates of all days up to and including this one.

        :raises InterestRefused: the day lies outside the index.
        """
        if not self._starts[0] <= day <= self.until:
            raise InterestRefused("rates", f"formula {self.code!r} has no index for {day}")
        place = max(bisect_right(self._starts, day) - 1, 0)
        return self._totals[place] + self._daily[place] * (day - self._starts[place]).days

    def growth(self, start: date, end: date) -> int:
        """Give F(end) - F(start)."""
        return self.at(end) - self.at(start)

    def pending(self, segment: Segment) -> int:
        """Give the interest of one stretch, rounded once (minor units)."""
        return rounding.divide(segment.outstanding * self.growth(segment.start, segment.end), self.scale, self.rounding)

    @property
    def largest_outstanding(self) -> int:
        """The largest amount (minor units) whose product with the index fits a signed 64-bit column."""
        return LARGEST // max(self._totals[-1], 1)
