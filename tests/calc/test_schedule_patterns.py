"""Grace, seasons, steps, payments out, new rates, calendars and streams."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from roadbook.calc import explain
from roadbook.calc.schedule import (
    BusinessDay,
    DayCount,
    Disbursement,
    Frequency,
    Grace,
    Method,
    OnChange,
    Profile,
    RateChange,
    Rounding,
    Shortfall,
    Step,
    Stream,
    floating,
)

from .schedules import START, figures, interests, made, principals, totals

TWO = Fraction(2)


def test_grace_on_principal_pays_interest_only():
    plan = made(grace_principal=2)
    assert totals(plan) == [1200, 1200, 30754, 30754, 30754, 30752]


def test_deferred_interest_falls_due_after_the_grace_without_interest_on_it():
    plan = made(grace_principal=2, grace_interest=2)
    assert totals(plan) == [0, 0, 33154, 30754, 30754, 30752]
    assert [row.deferred for row in plan.rows] == [1200, 1200, 0, 0, 0, 0]
    assert plan.rows[2].interest == 3600


def test_deferred_interest_waits_through_a_row_of_its_grace_that_bears_none():
    nothing = (RateChange(date(2025, 2, 15), Fraction(0)),)
    plan = made(method=Method.EQUAL_PRINCIPAL, grace_interest=2, rate_changes=nothing)
    assert interests(plan)[:3] == [0, 0, 1200]
    assert [plan.explain(number).lines[0].value for number in (1, 2, 3)] == [0, 0, 1200]
    assert explain.recompute(plan.explain(2)) == plan.rows[1].total


def test_capitalised_interest_joins_the_balance():
    plan = made(grace_principal=2, grace_interest=2, grace_kind=Grace.CAPITALISED)
    assert [row.closing for row in plan.rows[:2]] == [121200, 122412]
    assert plan.payment == 31372
    assert plan.total_principal == 122412


def test_waived_interest_is_never_charged():
    plan = made(grace_principal=2, grace_interest=2, grace_kind=Grace.WAIVED)
    assert interests(plan)[:3] == [0, 0, 1200]


def test_grace_on_interest_alone_still_repays_principal():
    plan = made(method=Method.EQUAL_PRINCIPAL, grace_interest=1)
    assert principals(plan) == [20000] * 6
    assert interests(plan) == [0, 2200, 800, 600, 400, 200]


def test_a_season_without_payment_adds_its_interest_to_the_balance():
    plan = made(factors=(TWO, Fraction(1), Fraction(0)), shortfall=Shortfall.CAPITALISE)
    assert totals(plan)[:3] == [41139, 20569, 0]
    assert plan.rows[2].capitalised == 603
    assert plan.rows[-1].closing == 0


def test_steps_change_the_instalment_from_their_row_on():
    plan = made(steps=(Step(4, Fraction(1, 2)),))
    assert totals(plan) == [27471, 27471, 27471, 13736, 13736, 13735]


def test_interest_charged_each_quarter_does_not_compound_within_it():
    plan = made(interest_every=3)
    assert interests(plan) == [0, 0, 2979, 0, 0, 1206]
    assert plan.payment == 20697


def test_a_second_payment_out_raises_the_instalment_from_its_row_on():
    out = (Disbursement(START, 700_00), Disbursement(date(2025, 3, 1), 500_00))
    plan = made(disbursements=out, day_count=DayCount.ACT_365F)
    assert plan.rows[0].opening == 70000
    assert plan.rows[1].disbursed == 50000
    # 586.39 for 28 days and 500.00 for the 14 days since 1 March, at 12 % by 365
    assert plan.rows[1].interest == 770
    assert totals(plan) == [12074, 22322, 22322, 22322, 22322, 22323]
    assert plan.total_principal == 120000


def test_a_new_rate_recomputes_the_instalment_or_keeps_it():
    change = (RateChange(date(2025, 4, 15), Fraction(24, 100)),)
    assert totals(made(rate_changes=change)) == [20706, 20706, 20706, 21116, 21116, 21115]
    kept = made(rate_changes=change, on_change=OnChange.KEEP)
    assert totals(kept) == [20706, 20706, 20706, 20706, 20706, 21960]


def test_a_rate_that_changes_inside_a_period_divides_it_by_days():
    plan = made(rate_changes=(RateChange(date(2025, 4, 30), Fraction(24, 100)),), method=Method.INTEREST_ONLY)
    assert interests(plan) == [1200, 1200, 1200, 1800, 2400, 2400]


def test_an_index_with_margin_stays_between_floor_and_cap():
    points = [RateChange(date(2025, month, 1), Fraction(value, 100)) for month, value in ((1, -1), (2, 3), (3, 9))]
    rates = floating(points, Fraction(2, 100), floor=Fraction(2, 100), cap=Fraction(8, 100))
    assert [change.rate for change in rates] == [Fraction(2, 100), Fraction(5, 100), Fraction(8, 100)]


def test_due_dates_move_off_weekends_and_holidays_and_interest_does_not():
    holidays = frozenset({date(2025, 2, 17)})
    plan = made(business_day=BusinessDay.FOLLOWING, holidays=holidays, day_count=DayCount.ACT_365F)
    assert [row.due_on.day for row in plan.rows] == [18, 17, 15, 15, 16, 15]
    assert plan.rows[0].days == 31
    moved = made(
        business_day=BusinessDay.FOLLOWING, holidays=holidays, day_count=DayCount.ACT_365F, shifted_interest=True
    )
    assert moved.rows[0].days == 34
    assert moved.rows[0].interest == 1341


def test_months_end_and_weeks():
    assert [row.due_on.day for row in made(end_of_month=True).rows] == [28, 31, 30, 31, 30, 31]
    weekly = made(frequency=Frequency.WEEKS, every_months=2, first_due_on=date(2025, 1, 29))
    assert [row.days for row in weekly.rows] == [14] * 6
    assert weekly.rows[0].interest == 554  # 1200.00 x 12 % x 2/52


def test_a_down_payment_is_a_row_before_the_first_and_no_part_of_the_financed_amount():
    plan = made(down_payment=300_00)
    assert figures(plan.row(0)) == (150000, 30000, 0, 120000)
    assert plan.row(0).due_on == START
    assert plan.total_principal == 120000
    assert plan.total_due == 30000 + plan.total


def test_streams_stand_beside_the_financing():
    plan = made(
        streams=(
            Stream("vat", rate=Fraction(20, 100), base="interest"),
            Stream("insurance", amount=15_00, first=2, last=3),
        )
    )
    assert plan.rows[0].streams == (("vat", 240),)
    assert plan.rows[1].streams == (("vat", 201), ("insurance", 1500))
    assert plan.rows[1].due == plan.rows[1].total + 1701
    assert principals(plan) == principals(made())


def test_figures_of_a_row_with_every_event_close_the_balance():
    plan = made(
        disbursements=(Disbursement(START, 700_00), Disbursement(date(2025, 3, 1), 500_00)),
        rate_changes=(RateChange(date(2025, 3, 10), Fraction(5, 100)),),
        grace_principal=1,
        grace_interest=1,
        day_count=DayCount.ACT_ACT_ISDA,
    )
    assert [row.closing == row.opening + row.disbursed + row.capitalised - row.principal for row in plan.rows] == [
        True
    ] * 6
    assert plan.rows[-1].closing == 0


def test_fineract_evens_the_last_instalment():
    plain = {"principal": 75_00, "rate": Fraction(123, 1000), "count": 5, "rounding": Rounding.HALF_EVEN}
    assert totals(made(**plain)) == [1546, 1546, 1546, 1546, 1549]
    assert totals(made(**plain, profile=Profile.FINERACT)) == [1547, 1547, 1547, 1547, 1545]
