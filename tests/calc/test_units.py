"""Kilowatts and horsepower, miles and kilometres."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.calc import units


@pytest.mark.parametrize(("hp", "kw"), [(1, 1), (75, 55), (110, 81), (116, 85), (136, 100), (150, 110), (190, 140)])
def test_power_as_papers_write_it(hp, kw):
    assert units.kilowatts(hp) == kw
    assert units.is_same_power(kw, hp)


@given(st.integers(min_value=0, max_value=2000))
def test_what_was_entered_is_never_changed_by_computing_the_other(kw):
    assert units.kilowatts(units.horsepower(kw)) == kw


def test_power_that_does_not_fit():
    assert not units.is_same_power(110, 200)


@pytest.mark.parametrize(("miles", "km"), [(0, 0), (1, 2), (1000, 1609), (62_137, 100_000)])
def test_miles(miles, km):
    assert units.kilometres(miles) == km
