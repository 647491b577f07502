"""Charging at the close of day, and closing what is paid out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadbook.apps.leasing import actions
from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.leasing.models import Contract, Instalment
from roadbook.apps.receivables.models import Charge
from tests.factories import leasing, receivables

pytestmark = pytest.mark.django_db
FIRST_DUE = leasing.TERMS.first_due_on


def charges() -> list[tuple]:
    return list(
        Charge.objects.order_by("due_on", "kind").values_list("kind", "amount", "due_on", "charged_on", "source")
    )


def test_first_instalment_becomes_two_charges_on_its_due_date():
    contract = leasing.active()
    assert leasing.charge_on(contract, FIRST_DUE - timedelta(days=1)) == 0
    assert leasing.charge_on(contract, FIRST_DUE) == 1
    row = Instalment.objects.get(number=1)
    assert charges() == [
        ("interest", 148_33, FIRST_DUE, FIRST_DUE, f"leasing:instalment:{row.pk}:interest"),
        ("principal", 348_42, FIRST_DUE, FIRST_DUE, f"leasing:instalment:{row.pk}:principal"),
    ]
    assert row.charged_on == FIRST_DUE


def test_charging_again_charges_nothing():
    contract = leasing.active()
    leasing.charge_on(contract, FIRST_DUE)
    assert leasing.charge_on(contract, FIRST_DUE) == 0
    Instalment.objects.update(charged_on=None)
    leasing.charge_on(contract, FIRST_DUE)
    assert Charge.objects.count() == 2


def test_missed_days_are_caught_up():
    contract = leasing.active()
    assert leasing.charge_on(contract, date(2027, 2, 24)) == 3


def test_nothing_is_charged_for_a_part_of_nothing():
    leasing.charge_on(leasing.active(rate=0, count=12), FIRST_DUE)
    assert [row[0] for row in charges()] == ["principal"]


@pytest.mark.parametrize("make", [leasing.draft, leasing.signed])
def test_only_live_contracts_are_charged(make):
    assert leasing.charge_on(make(), FIRST_DUE) == 0
    assert charges() == []


def test_another_company_is_left_alone():
    mine, other = leasing.active(), leasing.active()
    receivables.move_date(other.company, FIRST_DUE)
    leasing.charge_on(mine, FIRST_DUE)
    assert set(Charge.objects.values_list("account_id", flat=True)) == {mine.account_id}


def test_charging_asks_the_same_number_of_questions_for_one_and_three_contracts():
    of = receivables.company()
    leasing.active(of)
    counts = []
    for on in (FIRST_DUE, date(2027, 1, 24)):
        receivables.move_date(of, on)
        ((low, high),) = actions.plan_charging(of.pk, on)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            actions.charge_due(of.pk, on, low, high)
        counts.append(len(asked))
        if len(counts) == 1:
            receivables.move_date(of, leasing.TERMS.starts_on)
            leasing.active(of), leasing.active(of)
            receivables.move_date(of, FIRST_DUE)
            leasing.charge_on(Contract.objects.first(), FIRST_DUE)
    assert counts[0] == counts[1]


def test_ranges_hold_every_contract_once(monkeypatch: pytest.MonkeyPatch):
    from roadbook.apps.leasing.actions import charging

    of = receivables.company()
    ids = [leasing.active(of).pk for _ in range(3)]
    monkeypatch.setattr(charging, "RANGE", 2)
    assert list(actions.plan_charging(of.pk, FIRST_DUE)) == [(ids[0], ids[1]), (ids[2], ids[2])]


def pay_out(contract: Contract, extra: int = 0) -> None:
    last = Instalment.objects.filter(schedule__contract=contract).order_by("-number").first()
    leasing.charge_on(contract, last.due_on)
    contract.refresh_from_db()
    owed = sum(Charge.objects.values_list("open", flat=True))
    receivables.payment(contract.account, owed + extra)


def close(contract: Contract) -> int:
    contract.company.refresh_from_db()
    on = contract.company.business_date
    ranges = list(actions.plan_closing(contract.company_id, on))
    return sum(actions.close_paid(contract.company_id, on, low, high) for low, high in ranges)


def test_paid_out_contract_closes_with_its_account():
    contract = leasing.active(count=3)
    pay_out(contract)
    assert close(contract) == 1
    contract.refresh_from_db()
    assert (contract.state, contract.closed_on) == (ContractState.CLOSED, date(2027, 2, 24))
    assert not contract.account.is_open
    assert close(contract) == 0


def test_contract_with_credit_closes_and_its_account_stays_open():
    contract = leasing.active(count=3)
    pay_out(contract, extra=5_00)
    assert close(contract) == 1
    contract.refresh_from_db()
    assert contract.state == ContractState.CLOSED
    assert contract.account.is_open


def test_contract_with_a_cent_open_stays():
    contract = leasing.active(count=3)
    pay_out(contract, extra=-1)
    assert close(contract) == 0


def test_contract_with_instalments_to_come_stays():
    contract = leasing.active(count=3)
    leasing.charge_on(contract, FIRST_DUE)
    contract.refresh_from_db()
    receivables.payment(contract.account, sum(Charge.objects.values_list("amount", flat=True)))
    assert close(contract) == 0
