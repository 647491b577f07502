"""Sums that a law bounds: worked figures, edges, and that each can be recomputed from its line."""

from __future__ import annotations

import doctest
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.calc import limits
from roadbook.calc.explain import recompute
from roadbook.calc.limits import CostCap, EarlyRepayment, LimitRefused, Tier

POLISH = CostCap(
    base=Fraction(1, 10), yearly=Fraction(1, 10), short=Fraction(1, 20), short_below=30, most=Fraction(45, 100)
)
TIERS = (Tier(0, True, 40_00), Tier(5_000_00, False, 70_00), Tier(50_000_00, True, 100_00))
EARLY = EarlyRepayment(long=Fraction(1, 100), short=Fraction(1, 200), long_above=365)


def test_doctest():
    assert doctest.testmod(limits).failed == 0


@pytest.mark.parametrize(
    ("days", "days_of_year", "amount"),
    [
        (1, 365, 500_00),
        (29, 365, 500_00),
        (30, 365, 1_082_19),
        (365, 365, 2_000_00),
        (366, 366, 2_000_00),
        (366, 365, 2_002_73),
        (1277, 365, 4_498_63),
        (1278, 365, 4_500_00),
        (3650, 365, 4_500_00),
    ],
)
def test_costs_of_a_polish_credit_of_ten_thousand(days, days_of_year, amount):
    found = limits.cost_cap(10_000_00, days, days_of_year, POLISH)
    assert found.amount == amount
    assert recompute(found.line) == amount


@given(st.integers(0, 10**12), st.integers(1, 12_000), st.sampled_from([365, 366]))
def test_a_cap_of_costs_is_never_passed_and_grows_with_the_term(credit, days, days_of_year):
    found = limits.cost_cap(credit, days, days_of_year, POLISH).amount
    assert found <= credit * POLISH.most
    assert found <= limits.cost_cap(credit, days + 1, days_of_year, POLISH).amount


@pytest.mark.parametrize(
    ("reference", "margin", "factor", "percent"),
    [
        ("5.25", "3.5", 2, "17.50"),
        ("5.25", "5.5", 2, "21.50"),
        ("11.91", "0", 5, "59.55"),
        ("10.15", "0", 5, "50.75"),
    ],
)
def test_rates_that_are_a_multiple_of_another(reference, margin, factor, percent):
    found = limits.rate_cap(Fraction(reference) / 100, Fraction(margin) / 100, factor)
    assert found.percent == Decimal(percent)
    assert recompute(found.line) == found.line.value
    assert found.rate == Fraction(percent) / 100


@pytest.mark.parametrize(
    ("debt", "amount"),
    [(1, 40_00), (5_000_00, 40_00), (5_000_01, 70_00), (49_999_99, 70_00), (50_000_00, 100_00), (10**9, 100_00)],
)
def test_cost_of_recovery_by_size_of_the_debt(debt, amount):
    assert limits.recovery_cost(debt, TIERS).amount == amount


def test_cost_of_recovery_is_exchanged_half_up():
    found = limits.recovery_cost(5_000_00, TIERS, Fraction("4.25875"))
    assert found.amount == 170_35
    assert recompute(found.line) == 170_35
    with pytest.raises(LimitRefused, match="without a debt"):
        limits.recovery_cost(0, TIERS)
    with pytest.raises(LimitRefused, match="no tier"):
        limits.recovery_cost(1_00, TIERS[1:])


@pytest.mark.parametrize(("share", "amount"), [("1.3", 13_000_00), ("1", 10_000_00)])
def test_all_that_a_short_loan_may_cost(share, amount):
    found = limits.overpayment_cap(10_000_00, Fraction(share))
    assert found.amount == recompute(found.line) == amount


def test_penalty_by_the_year_and_by_the_day():
    by_year = limits.penalty_cap(10_000_00, 73, Fraction(20, 100), 365)
    by_day = limits.penalty_cap(10_000_00, 73, Fraction(1, 1000), 1)
    assert (by_year.amount, by_day.amount) == (400_00, 730_00)
    assert [recompute(one.line) for one in (by_year, by_day)] == [400_00, 730_00]
    assert limits.penalty_cap(99, 1, Fraction(1, 1000), 1).amount == 0


@pytest.mark.parametrize(
    ("days_left", "interest_left", "amount"),
    [(366, 500_00, 100_00), (365, 500_00, 50_00), (366, 30_00, 30_00), (1, 0, 0)],
)
def test_compensation_for_early_repayment_of_ten_thousand(days_left, interest_left, amount):
    found = limits.early_repayment_cap(10_000_00, days_left, interest_left, EARLY)
    assert found.amount == recompute(found.line) == amount


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: limits.cost_cap(-1, 30, 365, POLISH), "credit"),
        (lambda: limits.cost_cap(1, 0, 365, POLISH), "days"),
        (lambda: limits.overpayment_cap(-1, Fraction(1)), "lent"),
        (lambda: limits.penalty_cap(-1, 1, Fraction(1), 1), "overdue"),
        (lambda: limits.penalty_cap(1, -1, Fraction(1), 1), "days"),
        (lambda: limits.early_repayment_cap(1, -1, 0, EARLY), "days_left"),
        (lambda: limits.early_repayment_cap(1, 1, -1, EARLY), "interest_left"),
    ],
)
def test_a_wrong_argument_is_refused_by_name(call, field):
    with pytest.raises(LimitRefused) as refused:
        call()
    assert refused.value.field == field
