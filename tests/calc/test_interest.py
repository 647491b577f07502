"""Late interest: divisors, caps, grace, rounding per rate period, the index, explanations and refusals."""

from __future__ import annotations

import doctest
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.calc import explain, interest
from roadbook.calc.interest import (
    Divisor,
    Formula,
    Grace,
    Index,
    InterestRefused,
    RatePeriod,
    capped,
    derived,
    half_years,
    late_interest,
)
from roadbook.calc.settlement import OpenCharge, Receipt, Segment, Waterfall, settle


def rates(*pairs: tuple[str, str]) -> tuple[RatePeriod, ...]:
    return tuple(RatePeriod(date.fromisoformat(day), Fraction(percent) / 100) for day, percent in pairs)


def formula(**terms: object) -> Formula:
    return Formula(**{"code": "test", "rates": rates(("2020-01-01", "10")), "divisor": Divisor.FIXED_360, **terms})


def stretch(start: str, end: str, outstanding: int = 100_000) -> Segment:
    return Segment(start=date.fromisoformat(start), end=date.fromisoformat(end), outstanding=outstanding)


def amounts(segments: list[Segment], rule: Formula) -> list[int]:
    return [part.amount for part in late_interest(segments, rule).parts]


def test_doctest():
    assert doctest.testmod(interest).failed == 0


@pytest.mark.parametrize(
    ("divisor", "expected"), [(Divisor.FIXED_360, 2778), (Divisor.FIXED_365, 2740), (Divisor.ACTUAL, 2732)]
)
def test_the_divisor_decides(divisor, expected):
    assert amounts([stretch("2024-03-01", "2024-06-09")], formula(divisor=divisor)) == [expected]


def test_a_calendar_year_divides_its_own_days():
    part = late_interest([stretch("2023-12-30", "2024-01-02")], formula(divisor=Divisor.ACTUAL)).parts[0]
    assert [(piece.days, piece.divisor) for piece in part.pieces] == [(1, 365), (2, 366)]


def test_a_new_rate_counts_from_its_own_day():
    rule = formula(rates=rates(("2020-01-01", "10"), ("2020-03-18", "20")), round_each_rate_period=True)
    assert amounts([stretch("2020-03-17", "2020-03-18")], rule) == [56]
    assert [p.days for p in late_interest([stretch("2020-03-10", "2020-03-20")], rule).parts] == [7, 3]


def test_rounding_each_rate_period_differs_from_rounding_once():
    table = rates(("2020-01-01", "10"), ("2020-01-11", "20"), ("2020-01-21", "30"))
    whole = [stretch("2020-01-01", "2020-01-30", 700)]
    once = late_interest(whole, formula(rates=table))
    each = late_interest(whole, formula(rates=table, round_each_rate_period=True))
    assert once.amount == 11
    assert [part.amount for part in each.parts] == [2, 4, 6]
    assert each.amount == 12


def test_a_cap_takes_the_smaller_rate_of_each_day():
    rule = formula(caps=rates(("2020-02-01", "6"), ("2020-03-01", "12")), divisor=Divisor.FIXED_365)
    assert rule.in_force == rates(("2020-01-01", "10"), ("2020-02-01", "6"), ("2020-03-01", "10"))


def test_a_cap_from_before_the_first_rate_holds_from_it():
    assert capped(rates(("2020-01-01", "10")), rates(("2016-01-01", "7"))) == rates(("2020-01-01", "7"))


def test_grace_shifts_the_beginning():
    rule = formula(grace_days=5)
    parts = late_interest([stretch("2020-03-01", "2020-03-04"), stretch("2020-03-04", "2020-03-16", 500)], rule).parts
    assert [(part.start, part.days) for part in parts] == [(date(2020, 3, 6), 10)]


def test_grace_waives_only_a_debt_that_ended_in_time():
    rule = formula(grace_days=5, grace=Grace.WAIVES)
    assert late_interest([stretch("2020-03-01", "2020-03-06")], rule).amount == 0
    assert late_interest([stretch("2020-03-01", "2020-03-07")], rule).parts[0].days == 6


def test_most_bounds_the_sum():
    found = late_interest([stretch("2020-03-01", "2023-03-01")], formula(most=Fraction(1, 10)))
    assert (found.amount, found.most) == (10_000, 10_000)
    assert explain.recompute(found.line) == 10_000


def test_segments_of_a_settlement_earn_interest():
    charge = OpenCharge(id=1, kind="rent", due_on=date(2024, 1, 1), open=100_000)
    paid = Receipt(id=1, amount=40_000, value_on=date(2024, 1, 11))
    found = settle([charge], [paid], Waterfall(code="plain", kinds=("rent",)), on=date(2024, 1, 31))
    result = late_interest(found.segments[1], formula())
    assert [(p.outstanding, p.days, p.amount) for p in result.parts] == [(100_000, 10, 278), (60_000, 20, 333)]


def test_nothing_overdue_earns_nothing():
    assert late_interest([], formula(most=Fraction(1))).amount == 0
    assert late_interest([stretch("2020-03-01", "2020-03-01")], formula()).parts == ()


def test_a_rate_derived_from_another_begins_with_its_law():
    base = rates(("2015-03-05", "1.5"), ("2020-03-18", "1"))
    found = derived(base, margin=Fraction(55, 1000), factor=2, since=date(2016, 1, 1))
    assert found == rates(("2016-01-01", "14"), ("2020-03-18", "13"))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2020-01-01", "2020-01-01", ["2020-01-01"]),
        ("2020-06-30", "2020-06-30", ["2020-01-01"]),
        ("2020-06-30", "2020-07-01", ["2020-01-01", "2020-07-01"]),
        ("2020-12-31", "2021-06-30", ["2020-07-01", "2021-01-01"]),
    ],
)
def test_first_days_of_the_half_years_that_set_a_rate(first, last, days):
    found = half_years(date.fromisoformat(first), date.fromisoformat(last))
    assert [day.isoformat() for day in found] == days


def test_a_day_after_the_known_rates_is_refused():
    bounded = formula(until=date(2020, 2, 1))
    assert late_interest([stretch("2020-01-30", "2020-02-01")], bounded).amount > 0
    with pytest.raises(InterestRefused, match="no rate after 2020-02-01"):
        late_interest([stretch("2020-01-30", "2020-02-02")], bounded)
    with pytest.raises(InterestRefused, match="no rate after 2020-02-01"):
        Index(bounded, until=date(2020, 2, 2))


def test_a_day_without_a_rate_is_refused():
    with pytest.raises(InterestRefused, match="has no rate for 2019-12-31"):
        late_interest([stretch("2019-12-30", "2020-02-01")], formula())


def test_rates_out_of_order_or_negative_are_refused():
    with pytest.raises(InterestRefused, match="in order of days"):
        late_interest(
            [stretch("2020-03-01", "2020-03-05")], formula(rates=rates(("2020-02-01", "1"), ("2020-01-01", "2")))
        )
    with pytest.raises(InterestRefused, match="negative"):
        late_interest([stretch("2020-03-01", "2020-03-05")], formula(rates=rates(("2020-01-01", "-1"))))


def test_the_index_refuses_days_that_it_does_not_hold():
    index = Index(formula(), until=date(2020, 12, 31))
    with pytest.raises(InterestRefused, match="no index for 2021-01-01"):
        index.at(date(2021, 1, 1))
    with pytest.raises(InterestRefused, match="no rate up to 2019-01-01"):
        Index(formula(), until=date(2019, 1, 1))


def test_the_index_knows_the_largest_amount_that_fits():
    index = Index(formula(divisor=Divisor.ACTUAL), until=date(2050, 1, 1))
    growth = index.growth(date(2019, 12, 31), date(2050, 1, 1))
    assert index.largest_outstanding * growth < 2**63 <= (index.largest_outstanding + 1) * growth


days = st.integers(0, 1500).map(lambda n: date(2019, 12, 31) + timedelta(n))
tables = st.lists(st.tuples(st.integers(1, 1400), st.integers(0, 3000)), max_size=5, unique_by=lambda p: p[0]).map(
    lambda pairs: (
        RatePeriod(date(2020, 1, 1), Fraction(8, 100)),
        *(RatePeriod(date(2020, 1, 1) + timedelta(day), Fraction(bp, 10_000)) for day, bp in sorted(pairs)),
    )
)
formulas = st.builds(
    Formula,
    code=st.just("any"),
    rates=tables,
    caps=tables | st.just(()),
    divisor=st.sampled_from(list(Divisor)),
    round_each_rate_period=st.booleans(),
    grace_days=st.integers(0, 10),
    grace=st.sampled_from(list(Grace)),
)
stretches = st.tuples(days, days, st.integers(1, 10**9)).map(
    lambda s: Segment(start=min(s[:2]), end=max(s[:2]), outstanding=s[2])
)


@given(formulas, stretches)
def test_law_the_index_equals_counting_day_by_day(rule, one):
    index = Index(rule, until=date(2024, 12, 31))
    day, exact = one.start, Fraction(0)
    while day < one.end:
        day += timedelta(1)
        rate = [period.rate for period in rule.in_force if period.valid_from <= day][-1]
        year = 360 if rule.divisor is Divisor.FIXED_360 else 365
        if rule.divisor is Divisor.ACTUAL:
            year = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
        exact += rate / year
    assert Fraction(index.growth(one.start, one.end), index.scale) == exact
    assert abs(index.pending(one) - one.outstanding * exact) <= Fraction(1, 2)


@given(formulas, stretches)
def test_law_every_figure_recomputes_from_its_lines(rule, one):
    found = late_interest([one], rule)
    assert explain.recompute(found.line) == found.amount
    assert all(explain.recompute(part.line) == part.amount for part in found.parts)


@given(formulas, stretches, days)
def test_law_cutting_a_stretch_moves_the_index_by_nothing(rule, one, cut):
    index = Index(rule, until=date(2024, 12, 31))
    middle = min(max(cut, one.start), one.end)
    assert index.growth(one.start, middle) + index.growth(middle, one.end) == index.growth(one.start, one.end)


@pytest.mark.parametrize("wrong", [stretch("2020-03-05", "2020-03-01"), stretch("2020-03-01", "2020-03-05", -1)])
def test_a_stretch_that_is_turned_or_negative_is_refused(wrong):
    with pytest.raises(InterestRefused, match="ends before it begins, or is negative") as refused:
        late_interest([wrong], formula())
    assert refused.value.field == "segments"
