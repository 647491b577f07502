"""Annual percentage rates: published examples of each law, times, explanations and refusals."""

from __future__ import annotations

import doctest
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.calc import apr, explain
from roadbook.calc.apr import Flow, UnitFlow
from roadbook.calc.dates import Frequency, add_months
from roadbook.calc.irr import NoRateError


def test_doctest():
    assert doctest.testmod(apr).failed == 0


def test_three_equal_payments_of_the_directive():
    found = apr.at_times(
        [Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1)], [1000_00, -272_00, -272_00, -544_00]
    )
    assert found.percent(2) == Decimal("13.19")


def test_a_year_later_the_rate_is_the_cost_in_each_reading():
    flows = [Flow(date(2022, 3, 1), 100_00), Flow(date(2023, 3, 1), -107_25)]
    for found in (*(apr.european(flows, unit) for unit in (Frequency.MONTHS, Frequency.YEARS)), apr.dated(flows)):
        assert found.percent(2) == Decimal("7.25")
        assert found.percent(1) == Decimal("7.3")


def test_days_left_over_are_a_part_of_the_year_that_ends_with_them():
    found = apr.european([Flow(date(2012, 3, 10), 1000_00), Flow(date(2012, 5, 20), -1010_00)])
    assert found.shares[1].time == Fraction(2, 12) + Fraction(10, 366)


def test_weeks_are_parts_of_52():
    found = apr.european([Flow(date(2024, 1, 1), 100_00), Flow(date(2024, 1, 15), -101_00)], Frequency.WEEKS)
    assert found.shares[1].time == Fraction(2, 52)


def test_american_regular_months():
    flows = [UnitFlow(0, Fraction(0), 5000_00), *(UnitFlow(n, Fraction(0), -230_00) for n in range(1, 25))]
    assert apr.american(flows, 12).percent(2) == Decimal("9.69")


@pytest.mark.parametrize(
    ("start", "end", "per_year", "expected"),
    [
        ("1978-01-10", "1978-02-10", 12, (1, Fraction(0))),
        ("1978-05-23", "1978-10-01", 4, (1, Fraction(39, 90))),
        ("1978-03-20", "1978-04-21", 52, (4, Fraction(4, 7))),
        ("1978-04-03", "1978-04-11", 26, (0, Fraction(8, 14))),
        ("1978-01-10", "1978-03-01", 6, (0, Fraction(52, 60))),
        ("1978-01-10", "1978-01-31", 24, (1, Fraction(6, 15))),
        ("1978-01-10", "1979-03-10", 1, (1, Fraction(2, 12))),
        ("1978-01-10", "1979-03-11", 1, (1, Fraction(60, 365))),
    ],
)
def test_unit_periods_count_back_from_the_later_date(start, end, per_year, expected):
    assert apr.unit_time(date.fromisoformat(start), date.fromisoformat(end), per_year) == expected


def test_american_from_dates_long_first_quarter():
    first = date(1978, 10, 1)
    flows = [Flow(date(1978, 5, 23), 10_000_00), *(Flow(add_months(first, 3 * n), -385_00) for n in range(40))]
    assert apr.american(apr.unit_flows(flows, 4), 4).percent(2) == Decimal("8.97")


def test_an_unknown_unit_period_is_refused():
    with pytest.raises(KeyError):
        apr.unit_flows([Flow(date(2024, 1, 1), 1), Flow(date(2025, 1, 1), -1)], 5)


def test_american_payments_below_the_advance_are_refused():
    with pytest.raises(NoRateError, match="do not even return"):
        apr.american([UnitFlow(0, Fraction(0), 100), UnitFlow(1, Fraction(0), -99)], 12)
    assert apr.american([UnitFlow(0, Fraction(0), 100), UnitFlow(1, Fraction(0), -100)], 12).rate == 0


def test_american_payment_at_once_has_no_rate():
    with pytest.raises(NoRateError, match="no rate of a unit-period"):
        apr.american([UnitFlow(0, Fraction(0), 100), UnitFlow(0, Fraction(0), -101)], 12)


def test_european_without_cost_is_nothing_and_without_payment_refused():
    assert apr.dated([Flow(date(2024, 1, 1), 100), Flow(date(2024, 6, 1), -100)]).percent(2) == Decimal("0.00")
    with pytest.raises(NoRateError):
        apr.dated([Flow(date(2024, 1, 1), 100), Flow(date(2024, 6, 1), 100)])


@given(
    lent=st.integers(1_000_00, 50_000_00),
    count=st.integers(1, 60),
    markup=st.integers(0, 100),
    method=st.sampled_from([apr.european, apr.dated, lambda flows: apr.american(apr.unit_flows(flows, 12), 12)]),
)
def test_law_the_rate_recomputes_and_the_present_values_cancel(lent, count, markup, method):
    start = date(2023, 1, 31)
    each = -(-lent * (100 + markup) // 100 // count)
    found = method([Flow(start, lent), *(Flow(add_months(start, n), -each) for n in range(1, count + 1))])
    line = found.line(2)
    assert explain.recompute(line) == line.value == int(found.percent(2) * 100)
    assert all(explain.recompute(one) == one.value for one in line.lines)
    assert abs(sum(one.value for one in line.lines)) <= (count + 1) / 2 + 1
