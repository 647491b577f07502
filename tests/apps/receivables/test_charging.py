"""Charging once, in the right accounts, and never twice."""

from __future__ import annotations

from datetime import date

import pytest

from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.receivables import actions
from roadbook.apps.receivables.actions import ChargeLine
from roadbook.apps.receivables.models import Account, AccountPosition, Charge
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 10)


def line(source: str, kind: str = "principal", amount: int = 100_00) -> ChargeLine:
    return ChargeLine(kind, amount, DUE, source, "Instalment %(number)s", {"number": 1})


def charge(account: Account, *lines: ChargeLine) -> list[Charge]:
    return actions.charge(account=account, product_kind="loan", lines=lines, charged_on=date(2026, 11, 24), by=None)


def test_charge_moves_principal_from_not_due_to_owed():
    account = make.account(disbursed=1_200_00)
    charge(account, line("a"), line("b", "interest", 12_00))
    position = AccountPosition.objects.get(account=account)
    assert (position.principal_not_due, position.billed_not_due, position.next_due_on) == (1_100_00, 112_00, DUE)
    rows = JournalRow.objects.filter(charge_id__isnull=False).order_by("id")
    assert [(row.debit.code, row.credit.code, row.amount) for row in rows] == [
        ("4110", "2110", 100_00),
        ("4111", "7010", 12_00),
    ]


def test_charging_again_is_charging_once():
    account = make.account()
    assert len(charge(account, line("a"))) == 1
    before = AccountPosition.objects.values().get()
    assert charge(account, line("a")) == []
    assert len(charge(account, line("a"), line("b"))) == 1
    assert Charge.objects.count() == 2
    assert JournalRow.objects.filter(charge_id__isnull=False).count() == 2
    assert AccountPosition.objects.get().principal_not_due == before["principal_not_due"] - 100_00


def test_charges_of_many_accounts_take_a_fixed_number_of_statements(django_assert_num_queries):
    company = make.company()
    for count in (1, 3):
        accounts = [make.account(company) for _ in range(count)]
        batches = {one: [line(f"{one.pk}")] for one in accounts}
        with django_assert_num_queries(9):
            actions.charge_many(batches=batches, product_kind="loan", charged_on=date(2026, 11, 24), by=None)


@pytest.mark.parametrize(
    "bad", [line("a", amount=0), line("a", amount=-1), line("a", kind="ransom")], ids=["zero", "negative", "kind"]
)
def test_charge_is_refused(bad: ChargeLine):
    account = make.account()
    with pytest.raises(actions.ChargeRefused):
        charge(account, line("good"), bad)
    assert not Charge.objects.exists()


def test_charge_without_posting_rule_is_refused():
    account = make.account()
    with pytest.raises(Exception, match="posting rule") as refused:
        actions.charge(
            account=account, product_kind="rental", lines=[line("a")], charged_on=date(2026, 11, 24), by=None
        )
    assert refused.value.code == "posting_rule"
    assert not Charge.objects.exists()


def test_accounts_of_two_companies_are_not_charged_together():
    accounts = [make.account(), make.account()]
    with pytest.raises(actions.ChargeRefused):
        actions.charge_many(
            batches={one: [line(f"{one.pk}")] for one in accounts},
            product_kind="loan",
            charged_on=date(2026, 11, 24),
            by=None,
        )
    assert not Charge.objects.exists()


def test_closed_account_is_not_charged():
    account = make.account(disbursed=0)
    actions.close_account(account=account, by=None)
    with pytest.raises(actions.ChargeRefused):
        charge(account, line("a"))
    assert not Charge.objects.exists()


def test_subject_has_one_account():
    account = make.account()
    with pytest.raises(actions.AccountRefused):
        actions.open_account(
            company=account.company,
            branch=account.branch,
            currency="EUR",
            subject=account.subject,
            number="again",
            parties=[],
            by=None,
        )
    assert Account.objects.count() == 1


def test_people_of_an_account_belong_to_its_company():
    company = make.company()
    with pytest.raises(actions.AccountRefused):
        make.account(company, debtor=make.client(make.company()))
    assert not Account.objects.exists()
