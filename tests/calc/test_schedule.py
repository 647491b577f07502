"""The methods of repayment, against tables worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from roadbook.calc.schedule import (
    DayCount,
    Method,
    OddPeriod,
    Remainder,
    ResidualDue,
    Rounding,
)

from .schedules import START, figures, interests, made, principals, terms, totals


def test_an_annuity_has_level_instalments_and_the_last_takes_the_cent():
    plan = made()
    assert [figures(row) for row in plan.rows] == [
        (120000, 19506, 1200, 100494),
        (100494, 19701, 1005, 80793),
        (80793, 19898, 808, 60895),
        (60895, 20097, 609, 40798),
        (40798, 20298, 408, 20500),
        (20500, 20500, 205, 0),
    ]
    assert (plan.payment, plan.rows[-1].total) == (20706, 20705)
    assert (plan.total_principal, plan.total_interest, plan.total) == (120000, 4235, 124235)


def test_equal_principal_has_falling_interest():
    plan = made(method=Method.EQUAL_PRINCIPAL)
    assert principals(plan) == [20000] * 6
    assert interests(plan) == [1200, 1000, 800, 600, 400, 200]
    assert plan.payment == 21200


def test_flat_interest_is_charged_on_the_whole_amount_for_the_whole_term():
    plan = made(method=Method.FLAT, principal=1000_00, count=3, rate=Fraction(7, 100))
    assert interests(plan) == [583, 583, 584]
    assert principals(plan) == [33333, 33333, 33334]


def test_interest_only_repays_the_principal_with_the_last_row():
    plan = made(method=Method.INTEREST_ONLY)
    assert totals(plan) == [1200] * 5 + [121200]


def test_given_amounts_are_kept_and_the_open_last_one_takes_the_rest():
    plan = made(method=Method.GIVEN, payments=(50000, 30000, 20000, 10000, 10000))
    assert totals(plan) == [50000, 30000, 20000, 10000, 10000, 2707]


def test_in_advance_the_first_instalment_is_all_principal():
    plan = made(advance=True, first_due_on=START)
    assert interests(plan)[0] == 0
    assert plan.payment == 20501
    assert plan.rows[-1].due_on == date(2025, 6, 15)


@pytest.mark.parametrize(
    ("place", "payment", "ends"),
    [
        (ResidualDue.STAYS, 15829, [(6, 15832, 30000)]),
        (ResidualDue.WITH_LAST, 15829, [(6, 45832, 0)]),
        (ResidualDue.OWN_ROW, 15878, [(6, 15875, 29703), (7, 30000, 0)]),
    ],
)
def test_a_residual_value_stays_or_is_paid_with_the_last_or_in_a_row_of_its_own(place, payment, ends):
    plan = made(residual=300_00, residual_due=place)
    assert plan.payment == payment
    assert [(row.number, row.total, row.closing) for row in plan.rows[5:]] == ends


def test_a_residual_value_bears_interest_to_its_own_date():
    plan = made(residual=300_00, residual_due=ResidualDue.OWN_ROW, residual_due_on=date(2025, 7, 15))
    assert figures(plan.row(7)) == (30000, 30000, 0, 0)


@pytest.mark.parametrize(
    ("convention", "expected"),
    [
        (DayCount.EQUAL_PERIODS, [1200, 1200]),
        (DayCount.ACT_365F, [1223, 1105]),
        (DayCount.ACT_360, [1240, 1120]),
        (DayCount.THIRTY_E_360, [1200, 1200]),
    ],
)
def test_interest_follows_the_day_count(convention, expected):
    plan = made(method=Method.INTEREST_ONLY, count=2, day_count=convention)
    assert interests(plan) == expected
    assert [row.days for row in plan.rows] == [31, 28]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Remainder.LAST, [16667, 16667, 16667, 16667, 16667, 16665]),
        (Remainder.FIRST, [16665, 16667, 16667, 16667, 16667, 16667]),
    ],
)
def test_the_remainder_of_equal_parts_goes_where_the_terms_say(place, expected):
    assert totals(made(principal=1000_00, rate=Fraction(0), remainder=place)) == expected
    assert totals(made(principal=1000_00, rate=Fraction(0), remainder=place, method=Method.EQUAL_PRINCIPAL)) == expected


def test_a_spread_remainder_holds_where_rounding_would_repay_far_too_early():
    paid = totals(made(principal=103, count=60, rate=Fraction(0), remainder=Remainder.SPREAD))
    assert sum(paid) == 103
    assert set(paid) == {1, 2}


def test_a_spread_remainder_leaves_no_row_more_than_a_unit_from_another():
    for method in (Method.ANNUITY, Method.EQUAL_PRINCIPAL):
        paid = totals(made(principal=1000_00, rate=Fraction(0), remainder=Remainder.SPREAD, method=method))
        assert sum(paid) == 100000
        assert max(paid) - min(paid) == 1


@pytest.mark.parametrize("count", [12, 24, 36, 60, 84, 120])
def test_a_long_annuity_has_a_regular_last_instalment_when_the_first_takes_the_remainder(count):
    """The interest rounded on each row leaves at most two units that no first instalment can place."""
    last, first = (totals(made(count=count, remainder=place)) for place in (Remainder.LAST, Remainder.FIRST))
    regular = made(count=count).payment
    assert first[1:-1] == [regular] * (count - 2)
    assert abs(first[-1] - regular) <= min(2, abs(last[-1] - regular))


def test_instalments_are_whole_units_rounded_up_where_the_lender_does_so():
    plan = made(unit=100, payment_rounding=Rounding.CEILING)
    assert totals(plan) == [20800] * 5 + [20220]


def test_a_longer_first_period_counts_whole_or_by_its_days():
    later = {"first_due_on": date(2025, 2, 25)}
    assert interests(made(**later))[0] == 1200
    assert interests(made(**later, odd_first=OddPeriod.BY_DAYS))[0] == 1600


def test_explicit_due_dates_are_taken_as_they_are():
    due = (date(2025, 2, 20), date(2025, 4, 1), date(2025, 4, 30))
    plan = made(count=3, due_on=due, day_count=DayCount.ACT_365F, method=Method.INTEREST_ONLY)
    assert [row.due_on for row in plan.rows] == list(due)
    assert [row.days for row in plan.rows] == [36, 40, 29]


def test_terms_are_not_changed_by_building_them():
    before = terms(grace_principal=1)
    plan = made(grace_principal=1)
    assert plan.terms == before


def test_a_row_is_found_by_its_number_and_no_other():
    plan = made()
    assert plan.row(6).number == 6
    for number in (0, 7, -1):
        with pytest.raises(KeyError):
            plan.row(number)
