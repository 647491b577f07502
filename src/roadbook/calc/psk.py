"""Full cost of credit of Russian law (полная стоимость кредита, 353-ФЗ art. 6).

PSK = i x NBP x 100, where i, the rate of a base period, solves

    sum of DP_k / ((1 + e_k x i) x (1 + i) ** q_k) = 0

with q_k whole base periods from the first flow to flow k and e_k the rest as a share of a base period. The base period
is the interval between flows that occurs most often (of several the shortest); where none occurs twice the mean of all,
at most a year. NBP is how many base periods a year of 365 days has: 12 for months.

Calendar months are equal base periods, so a flow on the same day of a month has e_k = 0; the 31st falls on the last day
of a shorter month. The rest of a period that is left open counts in days of that very period.

>>> flows = [Flow(date(2026, 1, 15), 100_000_00)]
>>> flows += [Flow(day, -8_884_88) for day in (dates.add_months(flows[0].on, n) for n in range(1, 13))]
>>> base_period(flows), full_cost(flows).percent(3)
(BasePeriod(length=1, unit=<Frequency.MONTHS: 'months'>), Decimal('12.000'))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from roadbook.calc import apr, dates
from roadbook.calc.apr import Apr, Flow, UnitFlow
from roadbook.calc.dates import Frequency
from roadbook.calc.irr import NoRateError

YEAR = 365
MONTHS_OF_YEAR = 12


class BasePeriod(NamedTuple):
    """So many months or days."""

    length: int
    unit: Frequency

    @property
    def per_year(self) -> Fraction:
        """How many of them a year of 365 days has."""
        whole = MONTHS_OF_YEAR if self.unit is Frequency.MONTHS else YEAR
        return Fraction(whole, self.length)

    @property
    def in_days(self) -> Fraction:
        return YEAR / self.per_year

    def after(self, start: date, count: int, anchor: int) -> date:
        """The day on which ``count`` periods from ``start`` end; months keep the day ``anchor``."""
        if self.unit is Frequency.MONTHS:
            return dates.add_months(start, self.length * count, anchor_day=anchor)
        return start + timedelta(self.length * count)


def base_period(flows: Sequence[Flow]) -> BasePeriod:
    """Find the base period of flows in order of days.

    :raises NoRateError: there are not two days with flows.
    """
    days = sorted({flow.on for flow in flows})
    if len(days) < 2:
        raise NoRateError("a full cost needs flows on two days")
    anchor = max(day.day for day in days)
    intervals = [_interval(a, b, anchor) for a, b in pairwise(days)]
    counts = Counter(intervals)
    most = max(counts.values())
    if most > 1 or len(intervals) == 1:
        found = min((one for one, count in counts.items() if count == most), key=lambda one: one.in_days)
    else:
        found = BasePeriod(round(sum(one.in_days for one in intervals) / len(intervals)), Frequency.DAYS)
    return found if found.in_days <= YEAR else BasePeriod(MONTHS_OF_YEAR, Frequency.MONTHS)


def _interval(start: date, end: date, anchor: int) -> BasePeriod:
    """Give the interval in whole months where the days allow it (31 January, 28 February, 31 March), else in days."""
    months = (end.year - start.year) * 12 + end.month - start.month
    on_anchor = dates.add_months(start, 0, anchor_day=anchor) == start
    same_day = dates.add_months(start, months) == end
    if months and (same_day or (on_anchor and dates.add_months(start, months, anchor_day=anchor) == end)):
        return BasePeriod(months, Frequency.MONTHS)
    return BasePeriod((end - start).days, Frequency.DAYS)


def full_cost(flows: Sequence[Flow]) -> Apr:
    """Give the full cost of credit; flows (minor units) are above 0 to the borrower and below 0 from him.

    :raises NoRateError: there is no such rate.
    """
    period, start = base_period(flows), min(flow.on for flow in flows)
    anchor = start.day
    units = [UnitFlow(*_time(start, flow.on, period, anchor), flow.amount) for flow in flows]
    found = apr.american(units, 1)
    return replace(found, rate=found.rate * float(period.per_year), rule="apr.ru.psk")


def _time(start: date, end: date, period: BasePeriod, anchor: int) -> tuple[int, Fraction]:
    """Count the whole base periods from ``start`` to ``end`` and the share of the one that is left open."""
    count = int((end - start).days / period.in_days) + 1
    while period.after(start, count, anchor) > end:
        count -= 1
    begins, ends = period.after(start, count, anchor), period.after(start, count + 1, anchor)
    return count, Fraction((end - begins).days, (ends - begins).days)
