"""The books: rules as data, once only, closed months, and the worked example of docs/algorithms/books.md."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.ledger import actions, queries
from roadbook.apps.ledger.actions import Movement
from roadbook.apps.ledger.models import GLAccount, JournalRow, Period, PostingRule
from roadbook.apps.organisation.models import Company
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.models import Account
from roadbook.kit.errors import Forbidden
from roadbook.kit.money import to_decimal_text
from tests.factories import identity, organisation
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
PAPER = Path(__file__).resolve().parents[3] / "docs/algorithms/books.md"


def move(source: str = "test:1", **fields: object) -> Movement:
    values = {"event": "activation", "product_kind": "loan", "charge_kind": "", "amount": 100_00, "currency": "EUR"}
    return Movement(**{**values, "source": source, **fields})


def post(company: Company, *movements: Movement, value_on: date = TODAY) -> list[JournalRow]:
    branch = company.branches.first() or organisation.branch(company)
    return actions.post(
        company=company, branch_id=branch.pk, event_id="test", value_on=value_on, movements=movements, by=None
    )


def test_opening_books_twice_changes_nothing():
    company = make.company()
    rules = list(PostingRule.objects.order_by("pk").values())
    PostingRule.objects.filter(event="payment/card").update(debit=GLAccount.objects.get(code="5030"))
    actions.open_books(company=company, by=None)
    assert PostingRule.objects.count() == len(rules) == 119
    assert PostingRule.objects.get(event="payment/card").debit.code == "5030"


def test_opening_books_needs_the_permission():
    company = organisation.company()
    with pytest.raises(Forbidden):
        actions.open_books(company=company, by=identity.staff(company, Role.CASHIER))
    assert not GLAccount.objects.exists()


def test_row_keeps_both_dates_and_the_month_of_its_booking():
    row = post(make.company(), move(), value_on=date(2026, 10, 31))[0]
    assert (row.value_on, row.booked_on) == (date(2026, 10, 31), TODAY)
    assert (row.period.year, row.period.month) == (2026, 11)
    assert (row.debit.code, row.credit.code, row.amount) == ("2110", "4010", 100_00)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"event": "theft"}, "posting_rule"),
        ({"product_kind": "rental"}, "posting_rule"),
        ({"amount": 0}, "posting"),
        ({"amount": -1}, "posting"),
        ({"value_on": date(2026, 11, 25)}, "posting"),
    ],
)
def test_movement_is_refused(fields: dict, code: str):
    company = make.company()
    with pytest.raises(actions.PostingRefused) as refused:
        post(company, move(), move("test:2", **fields))
    assert refused.value.code == code
    assert not JournalRow.objects.exists()


def test_source_and_leg_are_booked_once():
    company = make.company()
    post(company, move(), move(leg=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        post(company, move())
    assert JournalRow.objects.count() == 2


def test_closed_month_accepts_nothing():
    company = make.company(business_date=date(2026, 10, 31))
    october = date(2026, 10, 31)
    post(company, move(), value_on=october)
    make.move_date(company, date(2026, 11, 1))
    actions.close_period(company=company, year=2026, month=10, by=None)
    make.move_date(company, october)
    with pytest.raises(actions.PeriodClosed):
        post(company, move("test:2"), value_on=october)
    assert JournalRow.objects.count() == 1
    make.move_date(company, date(2026, 11, 1))
    post(company, move("test:2"), value_on=october)


def test_running_month_cannot_be_closed():
    company = make.company()
    with pytest.raises(actions.PostingRefused):
        actions.close_period(company=company, year=2026, month=11, by=None)
    assert not Period.objects.filter(closed_at__isnull=False).exists()


def test_many_movements_take_a_fixed_number_of_statements(django_assert_num_queries):
    company = make.company()
    branch = organisation.branch(company)
    post(company, move("first"))
    for count in (1, 3):
        moves = [move(f"{count}:{number}") for number in range(count)]
        with django_assert_num_queries(3):
            actions.post(company=company, branch_id=branch.pk, event_id="x", value_on=TODAY, movements=moves, by=None)


def _lived_through() -> Account:
    """The loan of the worked example, through the actions that a business day calls."""
    company = make.company(business_date=date(2026, 9, 10))
    account = make.account(company, disbursed=1_200_00)
    for on, principal, interest in ((date(2026, 10, 10), 100_00, 12_00), (date(2026, 11, 10), 101_00, 11_00)):
        make.move_date(company, on)
        make.instalment(account, on, principal, interest)
    account = Account.objects.select_related("company").get(pk=account.pk)
    make.payment(account, 150_00, channel="bank")
    make.move_date(company, TODAY)
    make.payment(Account.objects.select_related("company").get(pk=account.pk), 90_00, channel="cash")
    return account


def _of_the_paper(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of the worked example."""
    section = PAPER.read_text(encoding="utf-8").split(f"### {heading}\n")[1].split("\n##")[0]
    rows = [line.strip("| ").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_worked_example_of_the_paper_is_what_the_actions_book():
    _lived_through()
    booked = [
        [f"{row.booked_on:%d.%m}", row.debit.code, row.credit.code, to_decimal_text(row.amount, "EUR")]
        for row in JournalRow.objects.select_related("debit", "credit").order_by("id")
    ]
    assert booked == [[row[0], row[2], row[3], row[4]] for row in _of_the_paper("Journal")]


def test_trial_balance_of_the_paper():
    account = _lived_through()
    balance = queries.trial_balance(account.company, TODAY)
    found = [
        [
            line.account.code,
            *(to_decimal_text(value, "EUR") for value in (line.debit, line.credit)),
            to_decimal_text(line.debit_balance, "EUR"),
            to_decimal_text(line.credit_balance, "EUR"),
        ]
        for line in balance.lines
    ]
    assert found == [[row[0], *row[2:]] for row in _of_the_paper("Trial balance")]
    total = balance.totals[0]
    assert total.debit == total.credit == sum(JournalRow.objects.values_list("amount", flat=True))
    assert total.debit_balance == total.credit_balance


def test_trial_balance_as_it_was_known():
    account = _lived_through()
    before = queries.trial_balance(account.company, date(2026, 11, 23))
    assert "5010" not in {line.account.code for line in before.lines}
    assert queries.trial_balance(account.company, date(2026, 9, 9)).lines == ()


def test_books_page_and_api_agree(client: Client, django_assert_num_queries):
    account = _lived_through()
    client.force_login(identity.staff(account.company, Role.CASHIER, language="en"))
    page = client.get(reverse("ledger:trial_balance"))
    totals = page.context["balance"].totals[0]
    answer = client.get("/api/v1/books/trial-balance", {"company_id": account.company_id}).json()
    assert answer["totals"][0]["debit"]["amount"] == to_decimal_text(totals.debit, "EUR")
    assert [line["code"] for line in answer["lines"]] == [
        "2110",
        "4010",
        "4110",
        "4111",
        "4190",
        "5010",
        "5030",
        "7010",
    ]
    part = client.get(reverse("ledger:trial_balance"), {"on": "09.09.2026"}, headers={"HX-Request": "true"})
    assert "Nothing booked up to this day" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert client.get(reverse("ledger:posting_rules")).status_code == 200


def test_books_of_another_company_are_not_found(client: Client):
    account, stranger = _lived_through(), make.company()
    client.force_login(identity.everything(stranger))
    assert client.get(reverse("ledger:trial_balance"), {"company": account.company_id}).status_code == 404
    assert client.get("/api/v1/books/trial-balance", {"company_id": account.company_id}).status_code == 404
    client.force_login(identity.staff(stranger, Role.BROKER))
    assert client.get(reverse("ledger:trial_balance")).status_code == 403
    assert client.get("/api/v1/books/trial-balance", {"company_id": stranger.pk}).status_code == 404


def test_money_of_receivables_has_no_floats_in_the_chart():
    assert not re.search(r"\d\.\d", actions.CHART.read_text(encoding="utf-8"))


def test_disbursement_of_an_account_is_booked_once():
    account = make.account(disbursed=0)
    asked = {"amount": 1_00, "product_kind": "loan", "value_on": TODAY, "source": "once", "by": None}
    receivables.book_disbursement(account=account, **asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        receivables.book_disbursement(account=account, **asked)
    assert JournalRow.objects.count() == 1
