from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadbook.calc.dates import (
    BusinessDay,
    Frequency,
    add_months,
    due_dates,
    is_business_day,
    month_end,
    shift,
    whole_periods,
)

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


def test_the_31st_comes_back_after_a_short_month():
    assert due_dates(date(2025, 1, 31), 4) == (
        date(2025, 1, 31),
        date(2025, 2, 28),
        date(2025, 3, 31),
        date(2025, 4, 30),
    )


def test_a_schedule_that_begins_at_the_end_of_february_returns_to_its_anchor_day():
    assert due_dates(date(2025, 2, 28), 2, anchor_day=31) == (date(2025, 2, 28), date(2025, 3, 31))


def test_end_of_month_moves_also_the_first_date():
    assert due_dates(date(2025, 4, 10), 2, end_of_month=True) == (date(2025, 4, 30), date(2025, 5, 31))


@pytest.mark.parametrize(
    ("frequency", "second"),
    [
        (Frequency.DAYS, date(2024, 3, 2)),
        (Frequency.WEEKS, date(2024, 3, 14)),
        (Frequency.MONTHS, date(2024, 4, 29)),
        (Frequency.YEARS, date(2026, 2, 28)),
    ],
)
def test_every_second_unit_of_each_frequency(frequency, second):
    assert due_dates(date(2024, 2, 29), 2, 2, frequency=frequency)[1] == second


def test_months_go_back_too():
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert add_months(date(2024, 1, 15), -13) == date(2022, 12, 15)


@pytest.mark.parametrize(
    ("convention", "expected"),
    [
        (BusinessDay.NONE, date(2025, 5, 31)),
        (BusinessDay.FOLLOWING, date(2025, 6, 3)),
        (BusinessDay.MODIFIED_FOLLOWING, date(2025, 5, 30)),
        (BusinessDay.PRECEDING, date(2025, 5, 30)),
        (BusinessDay.MODIFIED_PRECEDING, date(2025, 5, 30)),
    ],
)
def test_a_saturday_before_a_holiday_moves_by_the_convention(convention, expected):
    assert shift(date(2025, 5, 31), frozenset({date(2025, 6, 2)}), convention) == expected


def test_modified_preceding_never_leaves_the_month():
    assert shift(date(2025, 6, 1), frozenset(), BusinessDay.MODIFIED_PRECEDING) == date(2025, 6, 2)


@settings(derandomize=True, max_examples=300)
@given(DAYS, st.sets(DAYS, max_size=3), st.sampled_from(list(BusinessDay)))
def test_a_shifted_date_is_near_and_open(day, holidays, convention):
    moved = shift(day, holidays, convention)
    assert abs((moved - day).days) <= 7
    assert convention is BusinessDay.NONE or is_business_day(moved, holidays)


@settings(derandomize=True, max_examples=300)
@given(DAYS, st.integers(min_value=1, max_value=240))
def test_moving_a_date_by_months_never_jumps(day, months):
    """The day after lands on the same day or the next one; never back, never further (but over a month's end)."""
    here, after = add_months(day, months), add_months(day + timedelta(1), months)
    assert here <= after
    assert (after - here).days <= 4
    assert (here.year * 12 + here.month) - (day.year * 12 + day.month) == months


def test_whole_periods_count_back_from_the_end():
    assert whole_periods(date(2013, 1, 12), date(2013, 3, 15), Frequency.MONTHS) == (2, 3, 366)
    assert whole_periods(date(2012, 1, 12), date(2014, 2, 15), Frequency.YEARS) == (2, 34, 365)
    assert whole_periods(date(2025, 1, 1), date(2025, 1, 16), Frequency.WEEKS)[:2] == (2, 1)


def test_month_end():
    assert month_end(date(2024, 2, 1)) == date(2024, 2, 29)
