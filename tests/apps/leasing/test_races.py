"""Many hands on one contract: one activation, one charge, one close."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import transaction

from roadbook.apps.leasing import actions
from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.leasing.models import Contract, ScheduleVersion
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.receivables.models import Account, Charge
from roadbook.kit.states import MoveRefused
from roadbook.kit.testing import at_once
from tests.factories import leasing, receivables

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6


def test_contract_is_activated_once():
    contract = leasing.signed()
    results = at_once(*[lambda: actions.activate(contract=contract, by=None)] * HANDS)
    assert [type(one) for one in results if not isinstance(one, Contract)] == [MoveRefused] * (HANDS - 1)
    assert (Account.objects.count(), ScheduleVersion.objects.count(), JournalRow.objects.count()) == (1, 1, 1)


def test_instalment_is_charged_once():
    contract = leasing.active()
    on = contract.first_due_on
    receivables.move_date(contract.company, on)
    results = at_once(*[lambda: actions.charge_due(contract.company_id, on, contract.pk, contract.pk)] * HANDS)
    assert sorted(results) == [0] * (HANDS - 1) + [1]
    assert Charge.objects.count() == 2


def test_payment_while_the_contract_closes_does_not_stop_the_day():
    """The contract was found paid out; before it is closed, money arrives."""
    contract = leasing.active(count=2)
    of = contract.company
    receivables.move_date(of, date(2027, 1, 24))
    ranges = list(actions.plan_charging(of.pk, of.business_date))
    assert [actions.charge_due(of.pk, of.business_date, *one) for one in ranges] == [2]
    account = Account.objects.select_related("company").get()
    receivables.payment(account, sum(Charge.objects.values_list("open", flat=True)))
    paid = threading.Event()

    def pay() -> str:
        with transaction.atomic():
            number = receivables.payment(account, 5_00).number
            paid.set()
            threading.Event().wait(0.4)
            return number

    def close() -> int:
        assert paid.wait(10)
        return actions.close_paid(of.pk, of.business_date, contract.pk, contract.pk)

    assert at_once(pay, close) == ["R-2027-00002", 1]
    contract.refresh_from_db()
    assert contract.state == ContractState.CLOSED
    assert contract.live_account.is_open
