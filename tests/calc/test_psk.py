"""Full cost of credit: base periods, their shares, and figures that follow from the law's own limits."""

from __future__ import annotations

import doctest
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from roadbook.calc import dates, psk
from roadbook.calc.apr import Flow
from roadbook.calc.dates import Frequency
from roadbook.calc.explain import recompute
from roadbook.calc.irr import NoRateError
from roadbook.calc.psk import BasePeriod

MONTH = BasePeriod(1, Frequency.MONTHS)


def flows(lent: int, *payments: tuple[str, int], start: str = "2026-01-15") -> list[Flow]:
    back = [Flow(date.fromisoformat(day), -amount) for day, amount in payments]
    return [Flow(date.fromisoformat(start), lent), *back]


def test_doctest():
    assert doctest.testmod(psk).failed == 0


def test_eight_tenths_of_a_percent_a_day_are_292_percent():
    for days in (1, 7, 29, 30):
        owed = 10_000_00 + 80_00 * days
        day = (date(2026, 1, 15) + timedelta(days)).isoformat()
        assert psk.full_cost(flows(10_000_00, (day, owed))).percent(3) == Decimal("292.000")


def test_equal_months_give_twelve_times_the_rate_of_a_month_whatever_their_days():
    plan = [(dates.add_months(date(2026, 1, 31), n).isoformat(), 1_00) for n in range(1, 12)]
    found = flows(100_00, *plan, ("2027-01-31", 101_00), start="2026-01-31")
    assert psk.base_period(found) == MONTH
    assert psk.full_cost(found).percent(3) == Decimal("12.000")
    assert {share.time.denominator for share in psk.full_cost(found).shares} == {1}


def test_quarters_and_years_count_in_their_number():
    quarters = flows(100_00, ("2026-04-15", 3_00), ("2026-07-15", 3_00), ("2026-10-15", 103_00))
    assert psk.base_period(quarters).per_year == 4
    assert psk.full_cost(quarters).percent(3) == Decimal("12.000")
    long = flows(100_00, ("2029-01-15", 133_10))
    assert psk.base_period(long).per_year == 1
    assert psk.full_cost(long).percent(3) == Decimal("10.000")


def test_weeks_are_parts_of_365_days():
    weeks = flows(100_00, ("2026-01-22", 1_00), ("2026-01-29", 1_00), ("2026-02-05", 101_00))
    assert psk.base_period(weeks).per_year == Fraction(365, 7)
    assert psk.full_cost(weeks).percent(3) == Decimal("52.143")


def test_of_two_intervals_as_frequent_the_shorter_is_the_base():
    found = flows(100_00, ("2026-01-25", 1), ("2026-02-04", 1), ("2026-02-24", 1), ("2026-03-16", 100_00))
    assert psk.base_period(found) == BasePeriod(10, Frequency.DAYS)


def test_intervals_that_never_repeat_give_their_mean():
    found = flows(100_00, ("2026-01-25", 1), ("2026-02-14", 1), ("2026-03-16", 100_00))
    assert psk.base_period(found) == BasePeriod(20, Frequency.DAYS)


def test_a_first_flow_off_the_day_leaves_a_share_of_its_own_month():
    plan = [(f"2026-{month:02d}-10", 20_00) for month in range(2, 8)]
    found = flows(100_00, *plan, start="2026-01-25")
    assert psk.base_period(found) == MONTH
    times = [share.time for share in psk.full_cost(found).shares]
    assert times[:3] == [0, Fraction(16, 31), 1 + Fraction(13, 28)]


def test_the_rate_and_its_present_values_can_be_recomputed():
    line = psk.full_cost(flows(100_00, ("2026-02-15", 60_00), ("2026-03-15", 45_00))).line(3)
    assert recompute(line) == line.value
    assert line.rule == "apr.ru.psk"
    assert abs(sum(one.value for one in line.lines)) <= len(line.lines)


def test_without_a_second_day_or_a_return_there_is_no_rate():
    with pytest.raises(NoRateError, match="two days"):
        psk.full_cost(flows(100_00))
    with pytest.raises(NoRateError, match="do not even return"):
        psk.full_cost(flows(100_00, ("2026-02-15", 50_00)))
