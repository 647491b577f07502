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
        solve(terms(method=Method.INTEREST_ONLY), Unknown.TERM, payment=100)
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


@pytest.mark.parametrize("method", [Method.EQUAL_PRINCIPAL, Method.FLAT])
@pytest.mark.parametrize("unknown", [Unknown.PRINCIPAL, Unknown.RATE, Unknown.TERM, Unknown.RESIDUAL])
@settings(derandomize=True, max_examples=20, deadline=None)
@given(
    principal=st.integers(1_000_00, 90_000_00),
    percents=st.tuples(st.integers(10, 300), st.integers(5, 90)),
    count=st.integers(2, 60),
)
def test_first_instalment_of_other_methods_is_turned_round(method, unknown, principal, percents, count):
    """What is found gives back the first instalment to a minor unit; a term never asks more than that."""
    rate, residual = percents
    left = principal * residual // 100
    known = terms(principal=principal, rate=Fraction(rate, 1000), count=count, residual=left, method=method)
    wanted = build(known).rows[0].total
    found = solve(known, unknown, payment=wanted)
    first = found.schedule.rows[0].total
    if unknown is Unknown.TERM:
        assert first <= wanted
        assert found.value <= count
    else:
        assert abs(first - wanted) <= 1


def test_rate_that_the_first_instalment_does_not_depend_on_is_not_found():
    known = terms(method=Method.EQUAL_PRINCIPAL, advance=True, first_due_on=terms().start_on)
    with pytest.raises(NoSolution):
        solve(known, Unknown.RATE, payment=300_00)


def test_method_that_is_not_turned_round_is_named():
    for method in (Method.INTEREST_ONLY, Method.GIVEN):
        with pytest.raises(TermsRefused, match=method.value):
            solve(terms(method=method), Unknown.TERM, payment=300_00)
    with pytest.raises(TermsRefused, match="grace"):
        solve(terms(method=Method.FLAT, grace_principal=1), Unknown.TERM, payment=300_00)
