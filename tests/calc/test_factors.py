"""Equal payments: known figures, both ends of the period, rate zero, and the laws that tie them together."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.calc import factors
from roadbook.calc.irr import NoRateError

CENT = Decimal("0.01")


def test_doctest():
    assert doctest.testmod(factors).failed == 0


def test_two_payments_by_hand():
    assert factors.payment(Decimal("0.1"), 2, 210) == -121
    assert factors.interest_part(Decimal("0.1"), 1, 2, 210) == -21
    assert factors.interest_part(Decimal("0.1"), 2, 2, 210) == -11
    assert factors.principal_part(Decimal("0.1"), 2, 2, 210) == -110
    assert factors.present_value(Decimal("0.1"), 2, -121) == 210
    assert factors.future_value(Decimal("0.1"), 1, -121, 210) == -110


def test_payments_in_advance_by_hand():
    assert factors.payment(Decimal("0.1"), 2, 231, advance=True) == -121
    assert factors.interest_part(Decimal("0.1"), 1, 2, 231, advance=True) == 0
    assert factors.interest_part(Decimal("0.1"), 2, 2, 231, advance=True) == -11


def test_rate_zero_divides_evenly():
    assert factors.payment(0, 60, 15000) == -250
    assert factors.number_of_periods(0, -250, 15000) == 60


def test_cumulative_parts_of_a_year():
    rate = Decimal("0.09") / 12
    assert factors.cumulative_principal(rate, 360, 125_000, 13, 24).quantize(CENT) == Decimal("-934.11")
    assert factors.cumulative_interest(rate, 360, 125_000, 13, 24).quantize(CENT) == Decimal("-11135.23")


def test_modified_rate_by_hand():
    assert factors.modified_rate([-100, 0, 121], Decimal("0.05"), Decimal("0.05")) == Decimal("0.1")
    with pytest.raises(NoRateError):
        factors.modified_rate([1, 2], 0, 0)


def test_a_payment_below_the_interest_never_ends():
    with pytest.raises(NoRateError, match="covers no more than the interest"):
        factors.number_of_periods(Decimal("0.1"), -5, 100)


@given(st.integers(1, 3000), st.integers(1, 120), st.integers(1, 10**7), st.integers(0, 10**6), st.booleans())
def test_law_one_unknown_gives_back_the_others(points, periods, present, final, advance):
    rate = Decimal(points) / 10_000
    equal = factors.payment(rate, periods, present, -final, advance=advance)
    again = factors.present_value(rate, periods, equal, -final, advance=advance)
    assert abs(again - present) < Decimal("1e-15")
    assert abs(factors.future_value(rate, periods, equal, present, advance=advance) - -final) < Decimal("1e-12")
    if equal < 0 and final != present:
        count = factors.number_of_periods(rate, equal, present, -final, advance=advance)
        assert abs(count - periods) < Decimal("1e-9")


@given(st.integers(1, 300), st.integers(2, 60), st.booleans())
def test_law_the_rate_is_found_again(points, periods, advance):
    equal = factors.payment(Decimal(points) / 10_000, periods, 100_000, advance=advance)
    assert factors.rate_of(periods, equal, 100_000, advance=advance) == pytest.approx(points / 10_000, rel=1e-9)


@given(st.integers(0, 3000), st.integers(1, 60), st.booleans())
def test_law_principal_parts_sum_to_the_amount(points, periods, advance):
    rate = Decimal(points) / 10_000
    whole = factors.cumulative_principal(rate, periods, 100_000, 1, periods, advance=advance)
    assert abs(whole + 100_000) < Decimal("1e-12")
