from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadbook.calc.daycount import DayCount, days, year_fraction

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


LEAP_DAY = date(2024, 2, 29)
MAY_DAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("convention", "end", "expected"),
    [
        (DayCount.THIRTY_360_US, date(2024, 4, 30), Fraction(60, 360)),
        (DayCount.THIRTY_360_BOND, date(2024, 5, 31), Fraction(92, 360)),
        (DayCount.THIRTY_E_360, date(2024, 5, 31), Fraction(91, 360)),
        (DayCount.THIRTY_E_360_ISDA, date(2024, 4, 30), Fraction(60, 360)),
        (DayCount.ACT_365F, MAY_DAY, Fraction(62, 365)),
        (DayCount.ACT_360, MAY_DAY, Fraction(62, 360)),
        (DayCount.ACT_365L, MAY_DAY, Fraction(62, 365)),
        (DayCount.ACT_ACT_ISDA, MAY_DAY, Fraction(62, 366)),
        (DayCount.CALENDAR_YEAR, MAY_DAY, Fraction(62, 366)),
        (DayCount.ACT_ACT_AFB, MAY_DAY, Fraction(62, 366)),
        (DayCount.EQUAL_PERIODS, MAY_DAY, Fraction(1, 12)),
    ],
)
def test_from_a_29th_of_february_the_conventions_part(convention, end, expected):
    assert year_fraction(LEAP_DAY, end, convention) == expected


ACTUAL = [
    DayCount.ACT_365F,
    DayCount.ACT_360,
    DayCount.ACT_ACT_ISDA,
    DayCount.ACT_ACT_AFB,
    DayCount.CALENDAR_YEAR,
]


def test_the_last_february_of_an_agreement_is_not_stretched_by_isda():
    convention = DayCount.THIRTY_E_360_ISDA
    assert days(date(2023, 8, 31), date(2024, 2, 29), convention) == 180
    assert days(date(2023, 8, 31), date(2024, 2, 29), convention, maturity=date(2024, 2, 29)) == 179


def test_a_year_end_belongs_to_the_old_or_to_the_new_year():
    start, end = date(2023, 12, 31), date(2024, 1, 1)
    assert year_fraction(start, end, DayCount.ACT_ACT_ISDA) == Fraction(1, 365)
    assert year_fraction(start, end, DayCount.CALENDAR_YEAR) == Fraction(1, 366)


def test_366_days_only_for_the_period_that_reaches_the_29th_of_february():
    fraction = [year_fraction(a, b, DayCount.ACT_365L) for a, b in (JAN_FEB, FEB_MAR)]
    assert fraction == [Fraction(29, 366), Fraction(31, 365)]


JAN_FEB = date(2024, 1, 31), date(2024, 2, 29)
FEB_MAR = date(2024, 2, 29), date(2024, 3, 31)


@settings(derandomize=True, max_examples=300)
@given(DAYS, DAYS, st.sampled_from(ACTUAL))
def test_a_year_fraction_is_exact_and_turns_its_sign_with_the_dates(start, end, convention):
    start, end = sorted((start, end))
    there, back = year_fraction(start, end, convention), year_fraction(end, start, convention)
    assert isinstance(there, Fraction)
    assert there >= 0
    assert back == -there


@settings(derandomize=True, max_examples=300)
@given(DAYS, st.integers(min_value=0, max_value=4000), st.sampled_from(list(DayCount)))
def test_one_more_day_never_jumps(start, length, convention):
    """A later end is never less time, and at most the days that a convention gives to the end of a February."""
    if convention in {DayCount.EQUAL_PERIODS, DayCount.ACT_ACT_AFB, DayCount.ACT_365L}:
        return
    end = start + timedelta(length)
    step = year_fraction(start, end + timedelta(1), convention) - year_fraction(start, end, convention)
    assert Fraction(-2, 360) <= step <= Fraction(4, 360)
