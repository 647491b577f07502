"""Annual percentage rate of charge: what credit costs a consumer in a year, by three legal readings of time.

European Union (Directive 2008/48/EC annex I part I, Directive (EU) 2023/2225 annex III): the rate X at which
sum(drawdown / (1 + X) ^ t) = sum(payment / (1 + X) ^ t), with t in years. Time is counted

- in whole months (1/12), weeks (1/52) or years back from the later date, the days left as a part of their year;
- or, where a member state or lender reads it so, in days divided by 365.

United States (Regulation Z, 12 CFR 1026, appendix J): the rate i of a unit-period at which
sum(advance / ((1 + f x i)(1 + i) ^ n)) = sum(payment / ((1 + f x i)(1 + i) ^ n)), with n whole unit-periods and the
fraction f; the rate of the year is i x unit-periods per year.

Amounts are minor units, above 0 to the borrower and below 0 from him; the rate is a number, not money.

>>> lent, repaid = Flow(date(2024, 1, 10), 1000_00), Flow(date(2025, 7, 10), -1200_00)
>>> european([lent, repaid]).percent(2)
Decimal('12.92')
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import exp, log1p
from typing import NamedTuple

from roadbook.calc import dates, rounding
from roadbook.calc.dates import Frequency
from roadbook.calc.explain import Line, Operand
from roadbook.calc.irr import NoRateError, nearest, roots

PER_YEAR = {Frequency.DAYS: 365, Frequency.WEEKS: 52, Frequency.MONTHS: 12, Frequency.YEARS: 1}
# Appendix J (b)(5): a month counts 30 days within a unit-period of months, a week 7.
UNIT_DAYS = {24: 15, 12: 30, 6: 60, 4: 90, 3: 120, 2: 180, 52: 7, 26: 14, 13: 28}
HIGHEST = 1e9


class Flow(NamedTuple):
    """An amount (minor units, above 0 to the borrower) on a date."""

    on: date
    amount: int


class UnitFlow(NamedTuple):
    """An amount (minor units, above 0 to the borrower) after whole unit-periods and a fraction of one."""

    units: int
    fraction: Fraction
    amount: int


class Share(NamedTuple):
    """A flow as the rate sees it: when (years, or unit-periods for the US) and by how much it is divided."""

    amount: int
    time: Fraction
    factor: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Apr:
    """The yearly rate (0.1 is 10 %), and each flow with the factor that discounts it."""

    rate: float
    shares: tuple[Share, ...]
    rule: str

    def percent(self, places: int = 2) -> Decimal:
        """Give the rate in percent, rounded half up to decimal places (annex I part I, remark (d))."""
        return Decimal(_rounded(self.rate, places)).scaleb(-places)

    def line(self, places: int = 2) -> Line:
        """Say how the rate came about: rounded, with each flow's present value; together these are nothing."""
        formula = f"round(rate * {100 * 10**places}, HALF_UP)"
        operands = (Operand("rate", _tidy(self.rate), "rate"), Operand("places", places, "count"))
        lines = tuple(self._present(share) for share in self.shares)
        return Line("Annual percentage rate", formula, operands, _rounded(self.rate, places), self.rule, lines)

    def _present(self, share: Share) -> Line:
        operands = (
            Operand("amount", share.amount, "money"),
            Operand("factor", share.factor, "rate"),
            Operand("time", share.time, "count"),
        )
        value = rounding.to_units(Fraction(share.amount) / Fraction(share.factor))
        return Line("Present value", "round(amount / factor, HALF_UP)", operands, value, self.rule)


def _rounded(rate: float, places: int) -> int:
    return rounding.to_units(_tidy(rate) * 100 * 10**places)


def _tidy(rate: float) -> Decimal:
    """Drop the last bits of a float, so that a rate of 7.25 % rounds as 7.25 % does."""
    return Decimal(repr(round(rate, 13)))


def european(flows: Sequence[Flow], unit: Frequency = Frequency.MONTHS) -> Apr:
    """Give the rate with time in whole ``unit`` periods and the days left over, from the first date.

    :raises NoRateError: there is no such rate.
    """
    start = min(flow.on for flow in flows)
    times = [_european_time(start, flow.on, unit) for flow in flows]
    return at_times(times, [flow.amount for flow in flows], rule=f"apr.eu.{unit.value}")


def _european_time(start: date, end: date, unit: Frequency) -> Fraction:
    count, rest, year = dates.whole_periods(start, end, unit)
    return Fraction(count, PER_YEAR[unit]) + Fraction(rest, year)


def dated(flows: Sequence[Flow]) -> Apr:
    """Give the rate with time in days divided by 365, from the first date.

    :raises NoRateError: there is no such rate.
    """
    start = min(flow.on for flow in flows)
    times = [Fraction((flow.on - start).days, 365) for flow in flows]
    return at_times(times, [flow.amount for flow in flows], rule="apr.days_365")


def at_times(times: Sequence[Fraction], amounts: Sequence[int], *, rule: str = "apr.eu.times") -> Apr:
    """Give the rate of amounts (minor units) at times in years; of several the one nearest to zero.

    :raises NoRateError: there is no such rate.
    """
    rate = nearest(roots([float(time) for time in times], [float(one) for one in amounts]))
    shares = tuple(
        Share(amount, time, Decimal((1 + rate) ** float(time))) for time, amount in zip(times, amounts, strict=True)
    )
    return Apr(rate=rate, shares=shares, rule=rule)


def american(flows: Sequence[UnitFlow], units_per_year: int) -> Apr:
    """Give the rate of appendix J from flows in unit-periods.

    :raises NoRateError: the payments do not exceed the advances, or no rate brings them together.
    """

    def worth(rate: float) -> float:
        growth = log1p(rate)
        return sum(flow.amount * exp(-growth * flow.units) / (1 + float(flow.fraction) * rate) for flow in flows)

    rate = _rising_root(worth)
    shares = tuple(Share(flow.amount, flow.units + flow.fraction, Decimal(_unit_factor(rate, flow))) for flow in flows)
    return Apr(rate=rate * units_per_year, shares=shares, rule="apr.us.appendix_j")


def _unit_factor(rate: float, flow: UnitFlow) -> float:
    return (1 + float(flow.fraction) * rate) * (1 + rate) ** flow.units


def _rising_root(worth: Callable[[float], float]) -> float:
    """Find where the worth of a loan, below nothing at rate 0, rises through nothing: halving to the last bit."""
    if worth(0.0) == 0:
        return 0.0
    if worth(0.0) > 0:
        raise NoRateError("the payments do not even return the advances")
    low, high = 0.0, 1.0
    while worth(high) < 0:
        low, high = high, high * 2
        if high > HIGHEST:
            raise NoRateError("no rate of a unit-period brings payments and advances together")
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if worth(middle) < 0 else (low, middle)
    return high


def unit_flows(flows: Sequence[Flow], units_per_year: int) -> tuple[UnitFlow, ...]:
    """Count the unit-periods from the first date to each flow (appendix J (b)(5)).

    ``units_per_year`` is 1, a whole number of months (24 for half months) or of weeks (52, 26, 13).

    :raises KeyError: the unit-period is none of these.
    """
    start = min(flow.on for flow in flows)
    return tuple(UnitFlow(*unit_time(start, flow.on, units_per_year), flow.amount) for flow in flows)


def unit_time(start: date, end: date, units_per_year: int) -> tuple[int, Fraction]:
    """Count the whole unit-periods back from ``end`` and the fraction that is left."""
    if units_per_year == 1:
        return _years(start, end)
    length = UNIT_DAYS[units_per_year]
    in_weeks = length % 7 == 0
    months, rest, _ = dates.whole_periods(start, end, Frequency.DAYS if in_weeks else Frequency.MONTHS)
    whole, left = divmod(months + rest if in_weeks else months * 30 + rest, length)
    return whole, Fraction(left, length)


def _years(start: date, end: date) -> tuple[int, Fraction]:
    """Count whole years back; what is left in whole months as twelfths, otherwise in days of 365."""
    months, rest, _ = dates.whole_periods(start, end, Frequency.MONTHS)
    years, left = divmod(months, 12)
    if not rest:
        return years, Fraction(left, 12)
    return years, Fraction((dates.add_months(end, -12 * years) - start).days, 365)
