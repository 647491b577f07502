"""Sums that a law bounds: costs of credit, rates, compensation, penalties. Each limit says how it came about.

The terms (shares, days, tiers) are facts of a country pack and come in as values; a limit that bounds what somebody is
asked to pay is cut to whole minor units, so that the sum asked for never passes it. Sources: Polish ustawa o kredycie
konsumenckim art. 36a (cap of costs) and 50 (early repayment), Kodeks cywilny art. 359 and 481 (twice the statutory
rate), the act of 8 March 2013 art. 10 (cost of recovery); Bulgarian ЗПК art. 19(4) (five times the legal interest);
Directive 2008/48/EC art. 16; Russian 353-ФЗ art. 5(21), (23) and (24).

>>> polish = CostCap(base=Fraction(1, 10), yearly=Fraction(1, 10), short=Fraction(1, 20), short_below=30,
...                  most=Fraction(45, 100))
>>> [cost_cap(10_000_00, days, 365, polish).amount for days in (29, 30, 365, 1461)]
[50000, 108219, 200000, 450000]
>>> rate_cap(Fraction(525, 10_000), Fraction(35, 1000), 2).percent
Decimal('17.50')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from roadbook.calc.explain import Line, Operand
from roadbook.calc.rounding import Rounding, to_units

BASIS_POINTS = 10_000


class LimitRefused(Exception):  # noqa: N818 - reads as a sentence: "except LimitRefused"
    """An argument is wrong; ``field`` names which."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Sum(NamedTuple):
    """A bounded amount (minor units) and how it came about."""

    amount: int
    line: Line


class RateCap(NamedTuple):
    """A bounded yearly rate, a fraction of one, and how it came about (the line counts basis points)."""

    rate: Fraction
    line: Line

    @property
    def percent(self) -> Decimal:
        """The rate in percent with two decimals, half up."""
        return Decimal(self.line.value).scaleb(-2)


@dataclass(frozen=True, kw_only=True, slots=True)
class CostCap:
    """Shares of the credit that its non-interest costs may reach; below ``short_below`` days only ``short``."""

    base: Fraction
    yearly: Fraction
    short: Fraction
    short_below: int
    most: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlyRepayment:
    """Shares of the amount repaid early: ``long`` when more than ``long_above`` days are left, else ``short``."""

    long: Fraction
    short: Fraction
    long_above: int


class Tier(NamedTuple):
    """A flat amount for debts from ``least`` on (``inclusive``), or only above it; minor units."""

    least: int
    inclusive: bool
    amount: int


def cost_cap(credit: int, days: int, days_of_year: int, terms: CostCap) -> Sum:
    """Bound the non-interest costs of a credit (minor units) that runs for some days.

    K x base + K x n / R x yearly, at most K x most; short credits K x short.

    :raises LimitRefused: the credit is negative or lasts less than a day.
    """
    _positive(credit, "credit")
    if days < 1:
        raise LimitRefused("days", "a credit lasts at least a day")
    rule = "limits.cost_cap"
    if days < terms.short_below:
        return _share("Highest cost of a short credit", credit, terms.short, rule)
    operands = (
        Operand("credit", credit, "money"),
        Operand("base", terms.base, "rate"),
        Operand("yearly", terms.yearly, "rate"),
        Operand("days", days, "days"),
        Operand("days_of_year", days_of_year, "days"),
        Operand("most", terms.most, "rate"),
    )
    exact = min(credit * terms.most, credit * terms.base + credit * Fraction(days, days_of_year) * terms.yearly)
    formula = "round(min(credit * most, credit * base + credit * days / days_of_year * yearly), FLOOR)"
    amount = to_units(exact, Rounding.FLOOR)
    return Sum(amount, Line("Highest cost of credit besides interest", formula, operands, amount, rule))


def rate_cap(reference: Fraction, margin: Fraction, factor: int) -> RateCap:
    """Give the highest yearly rate that is a multiple of another: factor x (reference + margin).

    Polish maximum interest: 2 x (NBP reference + 3.5 or 5.5 points); Bulgarian APR: 5 x the legal interest.
    """
    rate = factor * (reference + margin)
    operands = (
        Operand("factor", factor, "count"),
        Operand("reference", reference, "rate"),
        Operand("margin", margin, "rate"),
    )
    formula = f"round(factor * (reference + margin) * {BASIS_POINTS}, HALF_UP)"
    return RateCap(rate, Line("Highest rate", formula, operands, to_units(rate * BASIS_POINTS), "limits.rate_cap"))


def recovery_cost(debt: int, tiers: Sequence[Tier], exchange: Fraction = Fraction(1)) -> Sum:
    """Give the flat cost of recovery of a debt (minor units), exchanged at units of the debt's currency for one.

    Tiers stand in order of debts; each unpaid instalment is a debt of its own (CJEU C-78/22).

    :raises LimitRefused: the debt is not above zero, or no tier is meant for it.
    """
    if debt <= 0:
        raise LimitRefused("debt", "there is no cost of recovery without a debt")
    meant = [one for one in tiers if debt > one.least or (one.inclusive and debt == one.least)]
    if not meant:
        raise LimitRefused("tiers", "no tier is meant for this debt")
    flat = meant[-1].amount
    amount = to_units(flat * exchange)
    operands = (Operand("flat", flat, "money"), Operand("exchange", exchange, "rate"), Operand("debt", debt, "money"))
    rule = "limits.recovery_cost"
    return Sum(amount, Line("Cost of recovery", "round(flat * exchange, HALF_UP)", operands, amount, rule))


def overpayment_cap(lent: int, share: Fraction) -> Sum:
    """Bound all that a loan may cost beyond the sum lent (minor units): interest, penalties and paid services.

    :raises LimitRefused: the sum is negative.
    """
    _positive(lent, "lent")
    return _share("Most that a loan may cost", lent, share, "limits.overpayment_cap")


def penalty_cap(overdue: int, days: int, rate: Fraction, days_of_rate: int) -> Sum:
    """Bound the penalty on an overdue amount (minor units): rate for ``days_of_rate`` days, for so many days.

    A rate of 0.1 % a day has 1 day, one of 20 % a year 365 or 366.

    :raises LimitRefused: the amount or the days are negative.
    """
    _positive(overdue, "overdue")
    _positive(days, "days")
    operands = (
        Operand("overdue", overdue, "money"),
        Operand("rate", rate, "rate"),
        Operand("days", days, "days"),
        Operand("days_of_rate", days_of_rate, "days"),
    )
    amount = to_units(overdue * rate * Fraction(days, days_of_rate), Rounding.FLOOR)
    formula = "round(overdue * rate * days / days_of_rate, FLOOR)"
    return Sum(amount, Line("Highest penalty", formula, operands, amount, "limits.penalty_cap"))


def early_repayment_cap(repaid: int, days_left: int, interest_left: int, terms: EarlyRepayment) -> Sum:
    """Bound the compensation for an amount repaid early (minor units): a share, at most the interest that is left.

    :raises LimitRefused: an argument is negative.
    """
    for name, value in (("repaid", repaid), ("days_left", days_left), ("interest_left", interest_left)):
        _positive(value, name)
    share = terms.long if days_left > terms.long_above else terms.short
    operands = (
        Operand("repaid", repaid, "money"),
        Operand("share", share, "rate"),
        Operand("interest_left", interest_left, "money"),
        Operand("days_left", days_left, "days"),
    )
    amount = to_units(min(repaid * share, Fraction(interest_left)), Rounding.FLOOR)
    formula = "round(min(repaid * share, interest_left), FLOOR)"
    return Sum(
        amount, Line("Highest compensation for early repayment", formula, operands, amount, "limits.early_repayment")
    )


def _share(label: str, whole: int, share: Fraction, rule: str) -> Sum:
    amount = to_units(whole * share, Rounding.FLOOR)
    operands = (Operand("whole", whole, "money"), Operand("share", share, "rate"))
    return Sum(amount, Line(label, "round(whole * share, FLOOR)", operands, amount, rule))


def _positive(value: int, field: str) -> None:
    if value < 0:
        raise LimitRefused(field, f"{field} cannot be negative")
