"""From agreed terms to the plan: a worked example by hand, and the law that principal repays what was financed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.apps.leasing import queries
from roadbook.apps.leasing.enums import DayCount, Method, RoundingMode
from roadbook.apps.leasing.models import AgreedTerms, ProductTerms, TermsRefused
from roadbook.calc.explain import recompute

CENT = Decimal("0.01")
WORKED = AgreedTerms(
    currency="EUR",
    price=25_000_00,
    down_payment=5_000_00,
    rate=Decimal("0.089"),
    count=48,
    method=Method.ANNUITY,
    starts_on=date(2025, 4, 5),
    first_due_on=date(2025, 5, 5),
)


def by_hand() -> list[tuple[Decimal, Decimal, Decimal]]:
    """(principal, interest, balance) of 20,000.00 over 48 months at 8.90 %, by twelfths of the year, half up."""
    rate, balance, count = Decimal("0.089") / 12, Decimal("20000.00"), 48
    level = (balance * rate / (1 - (1 + rate) ** -count)).quantize(CENT, ROUND_HALF_UP)
    rows = []
    for number in range(1, count + 1):
        interest = (balance * rate).quantize(CENT, ROUND_HALF_UP)
        principal = balance if number == count else level - interest
        balance -= principal
        rows.append((principal, interest, balance))
    return rows


def test_worked_example_equals_the_figures_by_hand():
    rows = queries.plan(ProductTerms(), WORKED).rows
    cents = [(row.principal, row.interest, row.closing) for row in rows]
    assert cents == [tuple(int(part * 100) for part in row) for row in by_hand()]


def test_worked_example_in_written_figures():
    schedule = queries.plan(ProductTerms(), WORKED)
    assert schedule.payment == 496_75
    first, last = schedule.rows[0], schedule.rows[-1]
    assert (first.due_on, first.principal, first.interest, first.closing) == (
        date(2025, 5, 5),
        348_42,
        148_33,
        19_651_58,
    )
    assert (last.due_on, last.closing) == (date(2029, 4, 5), 0)


def test_due_dates_clamp_to_the_month_and_come_back():
    agreed = replace(WORKED, count=3, starts_on=date(2025, 12, 31), first_due_on=date(2026, 1, 31))
    due = [row.due_on for row in queries.plan(ProductTerms(), agreed).rows]
    assert due == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]


def test_zero_rate_gives_equal_parts():
    agreed = replace(WORKED, rate=Decimal(0), price=12_000_00, down_payment=0, count=12)
    assert {(row.principal, row.interest) for row in queries.plan(ProductTerms(), agreed).rows} == {(1_000_00, 0)}


def test_residual_falls_due_with_the_last_instalment():
    agreed = replace(WORKED, residual=2_000_00)
    schedule = queries.plan(ProductTerms(residual_max=Decimal("0.2")), agreed)
    assert schedule.rows[-1].closing == 0
    assert abs(schedule.rows[-1].total - schedule.payment - 2_000_00) <= 48


TERMS = st.builds(
    lambda price, share, rate, count, method, gap: AgreedTerms(
        currency="EUR",
        price=price,
        down_payment=price * share // 100,
        rate=rate,
        count=count,
        method=method,
        starts_on=date(2026, 1, 15),
        first_due_on=date(2026, 1, 15) + timedelta(days=gap),
    ),
    price=st.integers(1, 10**9),
    share=st.integers(0, 99),
    rate=st.decimals(0, Decimal("0.5"), places=4),
    count=st.integers(1, 120),
    method=st.sampled_from(Method.values),
    gap=st.integers(1, 60),
)


@given(agreed=TERMS, day_count=st.sampled_from(DayCount.values), rounding=st.sampled_from(RoundingMode.values))
def test_principal_always_repays_what_was_financed(agreed: AgreedTerms, day_count: str, rounding: str):
    try:
        schedule = queries.plan(ProductTerms(day_count=day_count, rounding=rounding), agreed)
    except TermsRefused:
        return
    assert sum(row.principal for row in schedule.rows) == agreed.financed
    assert all(row.total == row.principal + row.interest for row in schedule.rows)
    assert schedule.rows[-1].closing == 0


def test_terms_that_give_no_schedule_are_refused():
    agreed = replace(WORKED, first_due_on=date(2045, 5, 5))
    with pytest.raises(TermsRefused):
        queries.plan(ProductTerms(day_count=DayCount.ACT_365), agreed)


@pytest.mark.parametrize(
    ("day_count", "units", "base"), [("30e/360", 30, 360), ("act/365f", 30, 365), ("equal-periods", 1, 12)]
)
def test_why_recomputes_the_interest(day_count: str, units: int, base: int):
    schedule = queries.plan(ProductTerms(day_count=day_count), WORKED)
    reason = queries.derive(schedule, 1)
    assert (reason.units, reason.base, reason.opening) == (units, base, 20_000_00)
    exact = reason.opening * reason.rate * Fraction(reason.units, reason.base)
    assert reason.interest == int(exact + Fraction(1, 2)) == schedule.rows[0].interest
    assert recompute(reason.line) == reason.interest
