"""Solving a schedule backwards for one unknown."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadbook.calc.schedule import Method, NoSolution, TermsRefused, Unknown, build, solve

from .schedules import terms

LEASE = terms(principal=20_000_00, rate=Fraction(89, 1000), count=48, residual=5_000_00)


@pytest.mark.parametrize(
    ("unknown", "expected"),
    [
        (Unknown.PAYMENT, 409_65),
        (Unknown.TERM, 48),
        (Unknown.PRINCIPAL, 20_000_11),
        (Unknown.RESIDUAL, 4_999_83),
    ],
)
def test_each_unknown_is_found_from_the_others(unknown, expected):
    found = solve(LEASE, unknown, payment=409_65)
    assert found.value == expected
    assert found.schedule.payment == 409_65
    assert build(found.terms).rows == found.schedule.rows


def test_a_rate_is_found_to_the_twelfth_decimal():
    found = solve(LEASE, Unknown.RATE, payment=409_65)
    assert Fraction(89002549, 10**9) < found.value < Fraction(89002550, 10**9)
    assert found.schedule.payment == 409_65


def test_the_rate_of_given_amounts_is_found():
    amounts = tuple(row.total for row in build(terms()).rows)
    found = solve(terms(method=Method.GIVEN, payments=amounts), Unknown.RATE)
    assert abs(found.value - Fraction(12, 100)) < Fraction(1, 10**5)
    assert found.schedule.rows[-1].closing == 0


@pytest.mark.parametrize(
    ("unknown", "payment", "bound"),
    [
        (Unknown.RATE, 10_00, "rate 0"),
        (Unknown.RATE, 90_000_00, "rate 10"),
        (Unknown.TERM, 10_00, "1200 rows"),
        (Unknown.RESIDUAL, 10_00, "principal"),
        (Unknown.RESIDUAL, 900_00, "zero"),
        (Unknown.PRINCIPAL, 1, "residual"),
    ],
)
def test_no_solution_names_the_bound_that_was_hit(unknown, payment, bound):
    with pytest.raises(NoSolution) as refusal:
        solve(LEASE, unknown, payment=payment)
    assert (refusal.value.unknown, refusal.value.bound) == (unknown, bound)


def test_what_is_needed_and_missing_is_named():
    with pytest.raises(TermsRefused) as refusal:
        solve(LEASE, Unknown.RATE)
    assert refusal.value.field == "payment"
    with pytest.raises(TermsRefused) as refusal:
        solve(terms(method=Method.FLAT), Unknown.TERM, payment=100)
    assert refusal.value.field == "method"


def found_residual(one, payment):
    return solve(one, Unknown.RESIDUAL, payment=payment).value


@settings(derandomize=True, max_examples=40, deadline=None)
@given(
    st.integers(min_value=1000_00, max_value=100_000_00),
    st.integers(min_value=0, max_value=400),
    st.integers(min_value=2, max_value=84),
    st.integers(min_value=0, max_value=60),
)
def test_solving_turns_building_round(principal, rate, count, residual):
    """The unknown that is found gives the instalment that it was found from."""
    one = terms(
        principal=principal, rate=Fraction(rate, 1000), count=count, residual=principal * residual // 100, unit=1
    )
    payment = build(one).payment
    found = solve(one, Unknown.PRINCIPAL, payment=payment + 1)
    assert abs(found.schedule.payment - payment - 1) <= 1
    if 0 < one.residual < principal:
        assert abs(found_residual(one, payment) - one.residual) <= count * (1 + rate / 12000) ** count + 1
    assert solve(one, Unknown.TERM, payment=payment).value <= count
