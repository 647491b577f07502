from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadbook.calc.rounding import NotRoundedError, Rounding, divide, to_units

MODES = [mode for mode in Rounding if mode is not Rounding.NONE]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Rounding.HALF_UP, [-3, -2, 2, 3, 3]),
        (Rounding.HALF_EVEN, [-2, -2, 2, 2, 3]),
        (Rounding.UP, [-3, -3, 3, 3, 3]),
        (Rounding.DOWN, [-2, -2, 2, 2, 2]),
        (Rounding.CEILING, [-2, -2, 3, 3, 3]),
        (Rounding.FLOOR, [-3, -3, 2, 2, 2]),
    ],
)
def test_each_mode_decides_between_two_units(mode, expected):
    assert [divide(n, 10, mode) for n in (-25, -24, 24, 25, 26)] == expected


def test_a_negative_denominator_means_the_same_quotient():
    assert [divide(7, -2, mode) for mode in MODES] == [divide(-7, 2, mode) for mode in MODES]


def test_without_a_mode_only_a_whole_quotient_is_given():
    assert divide(6, 3, Rounding.NONE) == 2
    with pytest.raises(NotRoundedError):
        divide(7, 3, Rounding.NONE)


def test_nothing_is_divided_by_zero():
    with pytest.raises(ZeroDivisionError):
        divide(1, 0)


def test_a_unit_rounds_to_its_multiples():
    assert to_units(Decimal("1234.5"), Rounding.HALF_UP, unit=100) == 1200
    assert to_units(Fraction(125, 1), Rounding.HALF_EVEN, unit=50) == 100
    assert to_units(Fraction(1, 3)) == 0


@settings(derandomize=True, max_examples=200)
@given(st.integers(), st.integers(min_value=1), st.sampled_from(MODES))
def test_rounding_moves_less_than_one_unit_and_halves_at_most_for_half_modes(numerator, denominator, mode):
    moved = abs(divide(numerator, denominator, mode) - Fraction(numerator, denominator))
    assert moved < 1
    assert moved <= Fraction(1, 2) or not mode.value.startswith("half")
