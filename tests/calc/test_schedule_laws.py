"""Laws that hold for all terms, and reasons that give their figures."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadbook.calc import explain
from roadbook.calc.schedule import (
    DayCount,
    Disbursement,
    Grace,
    Method,
    Profile,
    RateChange,
    Remainder,
    ResidualDue,
    Rounding,
    Shortfall,
    TermsRefused,
    build,
)

from .schedules import START, made, terms, totals

LAWS = settings(derandomize=True, max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
METHODS = st.sampled_from([Method.ANNUITY, Method.EQUAL_PRINCIPAL, Method.FLAT, Method.INTEREST_ONLY])
MODES = st.sampled_from([mode for mode in Rounding if mode is not Rounding.NONE])
AMOUNTS = st.integers(min_value=1, max_value=10**10)
RATES = st.integers(min_value=0, max_value=600).map(lambda mills: Fraction(mills, 1000))


@st.composite
def agreed(draw):
    """Draw terms of every kind; those that contradict themselves are refused by the library, not here."""
    count = draw(st.integers(min_value=1, max_value=72))
    principal = draw(AMOUNTS)
    advance = draw(st.booleans())
    start = draw(st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 1, 1)))
    first = start if advance else start + timedelta(draw(st.integers(min_value=1, max_value=60)))
    changes = {
        "principal": principal,
        "rate": draw(RATES),
        "count": count,
        "start_on": start,
        "first_due_on": first,
        "advance": advance,
        "method": draw(METHODS),
        "day_count": draw(st.sampled_from(list(DayCount))),
        "rounding": draw(MODES),
        "remainder": draw(st.sampled_from([Remainder.LAST, Remainder.FIRST, Remainder.SPREAD])),
        "residual": draw(st.integers(min_value=0, max_value=principal)),
        "residual_due": draw(st.sampled_from(list(ResidualDue))),
        "grace_principal": draw(st.integers(min_value=0, max_value=2)),
        "grace_interest": draw(st.integers(min_value=0, max_value=2)),
        "grace_kind": draw(st.sampled_from(list(Grace))),
        "shortfall": Shortfall.CAPITALISE,
    }
    if draw(st.booleans()):
        later = start + timedelta(draw(st.integers(min_value=1, max_value=400)))
        changes["rate_changes"] = (RateChange(later, draw(RATES)),)
    return terms(**changes)


def built(one):
    """Build drawn terms; None when they were refused for a reason that these terms can have."""
    try:
        return build(one)
    except TermsRefused as refusal:
        field = refusal.field
    assert field in {"grace_principal", "grace_interest", "grace_kind", "residual", "factors", "payment"}
    return None


@LAWS
@given(agreed())
def test_instalments_sum_to_the_financed_amount_and_nothing_is_negative_or_a_float(one):
    plan = built(one)
    if plan is None:
        return
    capitalised = sum(row.capitalised for row in plan.rows)
    assert plan.total_principal + plan.rows[-1].closing == one.principal + capitalised
    assert plan.rows[-1].closing == (one.residual if one.residual_due is ResidualDue.STAYS else 0)
    for row in plan.rows:
        assert row.principal >= 0
        assert row.interest >= 0
        assert row.total == row.principal + row.interest
        assert row.closing == row.opening + row.disbursed + row.capitalised - row.principal
        assert all(type(value) is int for value in row if not isinstance(value, date | tuple))


def checked(line):
    """Recompute a line and all under it; give how many there were."""
    assert explain.recompute(line) == line.value
    return 1 + sum(checked(one) for one in line.lines)


@LAWS
@given(agreed())
def test_every_figure_recomputes_from_its_reason(one):
    plan = built(one)
    if plan is None:
        return
    for row in plan.rows:
        reason = plan.explain(row.number)
        assert reason.value == row.total
        assert [line.value for line in reason.lines] == [row.interest, row.principal]
        assert checked(reason) >= 3
        json.dumps(explain.to_data(reason))


@pytest.mark.parametrize(
    "changes",
    [
        {"down_payment": 100_00},
        {"profile": Profile.FINERACT, "rounding": Rounding.HALF_EVEN, "day_count": DayCount.CALENDAR_YEAR},
        {"method": Method.GIVEN, "payments": (50000, 30000, 20000, 10000, 10000)},
        {"interest_every": 4},
        {"disbursements": (Disbursement(START, 1), Disbursement(date(2025, 3, 3), 1199_99))},
        {"payment": 207_00, "remainder": Remainder.INTEREST},
    ],
)
def test_reasons_of_rarer_terms_recompute_too(changes):
    plan = made(**changes)
    for row in plan.rows:
        assert plan.explain(row.number).value == row.total
        checked(plan.explain(row.number))


def test_the_regular_instalment_has_its_reason():
    plan = made(residual=300_00, unit=100, payment_rounding=Rounding.CEILING)
    assert plan.regular.value == plan.payment
    assert checked(plan.regular) == 1


@LAWS
@given(AMOUNTS, st.integers(min_value=1, max_value=120), METHODS.filter(lambda one: one is not Method.INTEREST_ONLY))
def test_zero_rate_gives_equal_parts(principal, count, method):
    paid = totals(made(principal=principal, count=count, rate=Fraction(0), method=method, remainder=Remainder.SPREAD))
    assert sum(paid) == principal
    assert max(paid) - min(paid) <= 1


@LAWS
@given(st.integers(min_value=0, max_value=60), st.sampled_from([DayCount.ACT_365F, DayCount.ACT_ACT_ISDA]))
def test_moving_the_first_due_date_by_a_day_never_jumps(shift, convention):
    """One day more or less costs about one day of interest, never more."""
    first = date(2025, 1, 16) + timedelta(shift)
    here, there = (
        made(principal=1_000_000_00, first_due_on=day, day_count=convention).total_interest
        for day in (first, first + timedelta(1))
    )
    assert -200_000 <= there - here <= 200_000


def test_a_long_explained_schedule_is_quick():
    """One of 60 rows with all reasons: the goal is a millisecond; ten times that is a defect on any machine."""
    one = terms(count=60, day_count=DayCount.ACT_365F)

    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        plan = build(one)
        for row in plan.rows:
            plan.explain(row.number)
        taken.append(time.perf_counter() - begun)
    assert min(taken) < 0.01


@pytest.mark.parametrize("residual_due", ResidualDue)
@pytest.mark.parametrize("day_count", DayCount)
def test_a_level_plan_is_the_pattern_of_equal_weights(day_count, residual_due):
    """A pattern is walked row by row, a level plan in one go: the same figures must come out."""
    changes = {"count": 40, "residual": 300_00, "residual_due": residual_due, "day_count": day_count}
    level, pattern = made(**changes), made(**changes, factors=(Fraction(1),))
    assert level.rows == pattern.rows
    assert level.whys == pattern.whys
    assert level.payment == pattern.payment > 0


def test_a_level_plan_that_repays_early_is_cut_like_the_pattern_of_equal_weights():
    changes = {"principal": 100_00, "count": 60, "unit": 100, "payment_rounding": Rounding.UP}
    level, pattern = made(**changes), made(**changes, factors=(Fraction(1),))
    assert level.rows == pattern.rows
    assert level.rows[-2].total < level.payment
