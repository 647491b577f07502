"""Interest of a period so far: nothing at its beginning, all at its end, never less on a later day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.calc.accrual import Stretch, so_far
from roadbook.calc.daycount import DayCount
from roadbook.calc.explain import recompute

BEGINS = date(2027, 1, 30)


@given(
    st.integers(1, 400),
    st.integers(0, 10**9),
    st.integers(-10, 420),
    st.integers(0, 30),
    st.sampled_from(list(DayCount)),
)
def test_share_grows_from_nothing_to_all_and_its_line_gives_it(length, interest, passed, more, convention):
    stretch = Stretch(BEGINS, BEGINS + timedelta(length), interest)
    earlier, later = (so_far(stretch, BEGINS + timedelta(days), convention) for days in (passed, passed + more))
    assert 0 <= earlier.value <= later.value <= interest
    assert recompute(earlier) == earlier.value
    assert so_far(stretch, BEGINS, convention).value == 0
    assert so_far(stretch, stretch.ends_on, convention).value == interest


@pytest.mark.parametrize(
    ("convention", "earned"),
    [(DayCount.ACT_365F, 92_86), (DayCount.EQUAL_PERIODS, 92_86), (DayCount.THIRTY_E_360, 81_25)],
)
def test_days_are_those_of_the_day_count(convention, earned):
    """Thirteen of fourteen real days; thirteen of sixteen where a February has thirty."""
    stretch = Stretch(date(2027, 2, 15), date(2027, 3, 1), 100_00)
    assert so_far(stretch, date(2027, 2, 28), convention).value == earned
