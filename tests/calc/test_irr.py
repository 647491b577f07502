"""Rates of return: known figures, several rates, no rate, and the bulk solver against the single one."""

from __future__ import annotations

import doctest
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.calc import irr
from roadbook.calc.daycount import DayCount
from roadbook.calc.irr import NoRateError


def test_doctest():
    assert doctest.testmod(irr).failed == 0


def test_npv_is_exact_on_round_rates():
    assert irr.npv(Fraction(1, 4), [-100, 50, 75]) == -12
    assert irr.npv(Decimal("0.25"), [50, 75], first_period=1) == 88


def test_xnpv_counts_from_the_first_flow_given():
    flows = [(date(2024, 1, 1), -100), (date(2024, 12, 31), 110)]
    assert irr.xnpv(Decimal("0.1"), flows) == 0
    assert irr.xnpv(Decimal("0.1"), flows[::-1]) == 0


def test_xnpv_follows_the_day_count():
    flows = [(date(2024, 1, 1), 0), (date(2024, 12, 26), 110)]
    assert irr.xnpv(Decimal("0.1"), flows, DayCount.ACT_360) == 100


def test_irr_of_one_year_is_the_growth():
    assert irr.irr([-100, 110]) == pytest.approx(0.1, abs=1e-15)
    assert irr.xirr([(date(2023, 1, 1), -100), (date(2024, 1, 1), 110)]) == pytest.approx(0.1, abs=1e-15)


def test_xirr_does_not_mind_the_order_of_dates():
    flows = [(date(2023, 6, 1), 60), (date(2023, 1, 1), -100), (date(2024, 1, 1), 55)]
    assert irr.xirr(flows) == irr.xirr(sorted(flows))


def test_flows_that_only_return_the_money_have_the_rate_zero():
    assert irr.irr([-100, 40, 60]) == 0.0


def test_several_rates_are_all_found_and_the_nearest_to_zero_is_taken():
    flows = [100, -230, 132]
    assert irr.rates(flows) == pytest.approx((0.1, 0.2), abs=1e-12)
    assert irr.irr(flows) == pytest.approx(0.1, abs=1e-12)
    assert irr.irr(flows, near=0.3) == pytest.approx(0.2, abs=1e-12)


def test_nearness_is_growth_so_halving_is_as_far_as_doubling():
    assert irr.nearest([-0.5, 1.0]) == 1.0
    assert irr.nearest([-0.5, 0.99]) == 0.99
    assert irr.nearest([-0.49, 1.0]) == -0.49


def test_a_rate_where_the_curve_only_touches_zero_is_found():
    assert irr.rates([100, -220, 121]) == pytest.approx((0.1,), abs=1e-7)


def test_two_rates_closer_than_the_grid_are_both_found():
    product = np.poly([1.100, 1.101]) * 1000
    assert irr.rates(product.tolist()) == pytest.approx((0.100, 0.101), abs=1e-9)


@pytest.mark.parametrize("flows", [[1, 2, 3], [-1, -2, -3], [0, 0], [], [5]])
def test_flows_of_one_sign_have_no_rate(flows):
    with pytest.raises(NoRateError, match="do not change their sign"):
        irr.irr(flows)


def test_flows_whose_curve_misses_zero_have_no_rate():
    with pytest.raises(NoRateError, match=r"no rate above -99\.9999 %"):
        irr.irr([100, -150, 100])


def test_flows_of_one_day_have_no_rate():
    with pytest.raises(NoRateError, match="do not change their sign over time"):
        irr.xirr([(date(2024, 1, 1), -100), (date(2024, 1, 1), 110)])
    with pytest.raises(NoRateError, match="there are no flows"):
        irr.xirr([])


def test_a_rate_that_cannot_be_told_is_no_rate():
    flows = [-1000, *[0] * 39, 1000, -357]
    assert irr.rates(flows) == pytest.approx((-0.0111346,), abs=1e-7)
    with pytest.raises(NoRateError):
        irr.irr([1000, *[0] * 39, 1000, -357])


amounts = st.integers(1, 10**7)


@given(amounts, st.lists(amounts, min_size=1, max_size=60))
def test_law_npv_at_the_rate_is_nothing(lent, repaid):
    flows = [-lent, *repaid]
    try:
        rate = irr.irr(flows)
    except NoRateError:
        return
    assert abs(irr.npv(rate, flows)) <= Decimal(lent) * Decimal("1e-6")


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=12))
def test_law_every_listed_rate_is_a_root(flows):
    try:
        found = irr.rates(flows)
    except NoRateError:
        return
    for rate in found:
        terms = [abs(irr.npv(rate, [0] * t + [flow])) for t, flow in enumerate(flows)]
        assert abs(irr.npv(rate, flows)) <= Decimal("1e-7") * max(1, *terms)


def random_loans(count: int) -> np.ndarray:
    chance = np.random.default_rng(7)
    lent = chance.integers(100_000, 5_000_000, (count, 1))
    rows = np.hstack([-lent, chance.integers(0, 300_000, (count, 24))])
    rows[::50, 3] -= 400_000
    rows[1::97, 1:] = -1
    return rows


def alone(row: np.ndarray) -> float:
    try:
        return irr.irr(row.tolist())
    except NoRateError:
        return float("nan")


def test_many_rates_equal_the_single_ones_row_by_row():
    rows = random_loans(1500)
    many = irr.irr_many(rows)
    assert np.isnan(many).sum() > 10
    np.testing.assert_allclose(many, [alone(row) for row in rows], rtol=0, atol=1e-12)


def test_many_dated_rates_take_their_own_times_per_row():
    times = np.array([[0.0, 1.0, 2.0], [0.0, 0.5, 1.0]])
    found = irr.xirr_many(times, [[-100, 0, 121], [-100, 0, 121]])
    assert found == pytest.approx([0.1, 0.21], abs=1e-14)


def test_many_of_none_is_none():
    assert irr.irr_many(np.empty((0, 5))).shape == (0,)
