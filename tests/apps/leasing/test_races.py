"""Many hands on one contract: one activation, one charge, one close."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from roadbook.apps.leasing import actions
from roadbook.apps.leasing.models import Contract, ScheduleVersion
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.receivables.models import Account, Charge
from roadbook.kit.states import MoveRefused
from tests.factories import leasing, receivables

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6


def at_once(act: Callable[[], object]) -> list[object]:
    """What each of ``HANDS`` threads got from doing the same at the same moment: a value or the error."""
    results: list[object] = []
    start = threading.Barrier(HANDS)

    def one() -> None:
        start.wait()
        try:
            results.append(act())
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_contract_is_activated_once():
    contract = leasing.signed()
    results = at_once(lambda: actions.activate(contract=contract, by=None))
    assert [type(one) for one in results if not isinstance(one, Contract)] == [MoveRefused] * (HANDS - 1)
    assert (Account.objects.count(), ScheduleVersion.objects.count(), JournalRow.objects.count()) == (1, 1, 1)


def test_instalment_is_charged_once():
    contract = leasing.active()
    on = contract.first_due_on
    receivables.move_date(contract.company, on)
    results = at_once(lambda: actions.charge_due(contract.company_id, on, contract.pk, contract.pk))
    assert sorted(results) == [0] * (HANDS - 1) + [1]
    assert Charge.objects.count() == 2
