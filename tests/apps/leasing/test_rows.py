"""Plan, debt and money of a row, the fold of the table, the strip and the chart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from roadbook.apps.leasing.queries.chart import chart
from roadbook.apps.leasing.queries.rows import Debt, Row, Status, standing, status, window

DUE = date(2026, 11, 5)


def paid_on(on: date) -> Debt:
    return Debt(charged=100, paid_principal=80, paid_interest=20, paid_on=on)


@pytest.mark.parametrize(
    ("debt", "on", "code", "tone", "text"),
    [
        (paid_on(date(2026, 11, 5)), date(2026, 12, 1), "paid", "", "Paid"),
        (paid_on(date(2026, 11, 12)), date(2026, 12, 1), "late", "", "Paid · 7 days late"),
        (Debt(charged=100), date(2026, 11, 6), "overdue", "warn", "1 day overdue"),
        (Debt(charged=100), date(2026, 12, 5), "overdue", "warn", "30 days overdue"),
        (Debt(charged=100), date(2026, 12, 6), "overdue", "deep", "31 days overdue"),
        (Debt(charged=100), date(2027, 2, 3), "overdue", "deep", "90 days overdue"),
        (Debt(charged=100), date(2027, 2, 4), "overdue", "bad", "91 days overdue"),
        (Debt(charged=100), DUE, "due", "info", "Due today"),
        (Debt(charged=100), date(2026, 10, 25), "due", "info", "In 11 days"),
        (Debt(), date(2026, 10, 6), "due", "info", "In 30 days"),
        (Debt(), date(2026, 10, 5), "planned", "", "Planned"),
    ],
)
def test_status_of_a_row(debt: Debt, on: date, code: str, tone: str, text: str):
    found = status(DUE, debt, on)
    assert (found.code, found.tone, str(found.text)) == (code, tone, text)


def rows(codes: str) -> list[Row]:
    """P paid, o overdue with 60 open, d due, n planned; a hundred each, monthly."""
    look = {"p": "paid", "o": "overdue", "d": "due", "n": "planned"}
    debts = {"p": Debt(100, 80, 20), "o": Debt(100, 20, 20), "d": Debt(), "n": Debt()}
    return [
        Row(
            number=index,
            due_on=date(2026, 1, 1) + timedelta(days=30 * index),
            days=30,
            opening=0,
            principal=80,
            interest=20,
            total=100,
            closing=0,
            debt=debts[code],
            status=Status(look[code], ""),
        )
        for index, code in enumerate(codes, 1)
    ]


def test_window_folds_what_is_settled_and_what_is_far():
    shown = window(rows("p" * 17 + "o" + "d" + "n" * 29))
    assert (shown.before, len(shown.rows), shown.after) == (15, 16, 17)
    assert shown.rows[0].number == 16


@pytest.mark.parametrize("codes", ["n" * 14, "p" * 3])
def test_window_leaves_a_short_schedule_whole(codes: str):
    assert len(window(rows(codes)).rows) == len(codes)


def test_window_of_a_paid_out_contract_still_shows_its_end():
    shown = window(rows("p" * 48))
    assert (shown.rows[-1].number, shown.after) == (48, 0)


def test_standing_adds_up_plan_debt_and_money():
    found = standing(rows("po" + "d" + "n"), date(2026, 4, 1))
    assert (found.outstanding, found.overdue, found.to_come) == (60 + 80 + 80, 60, 2)
    assert (found.overdue_days, found.next_amount, found.next_on) == (30, 100, date(2026, 4, 1))
    assert found.paid_permille == 140 * 1000 // 400


def test_chart_draws_what_was_until_today_and_the_plan_to_its_end():
    start, end = date(2026, 1, 1), date(2026, 12, 27)
    plan = [(start, 360), (date(2026, 6, 30), 180), (end, 0)]
    drawn = chart(plan, [(date(2026, 6, 30), 100)], date(2026, 6, 30))
    assert drawn.plan == "0.0,20.0 370.0,69.0 740.0,118.0"
    assert drawn.actual == "0.0,20.0 370.0,47.2"
    assert (drawn.today_balance, drawn.today_x) == (260, "370.0")
    assert [rule.value for rule in drawn.rules] == [0, 100, 200, 300]


def test_chart_of_a_contract_past_its_end_stops_there():
    plan = [(date(2026, 1, 1), 100), (date(2026, 2, 1), 0)]
    assert chart(plan, [(date(2026, 3, 1), 100)], date(2027, 1, 1)).actual.endswith("740.0,118.0")
