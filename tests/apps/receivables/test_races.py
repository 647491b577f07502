"""The same account under many hands at once: serial results, nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import close_old_connections, connection

from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.models import Account, AccountPosition, Allocation, Charge, Payment
from roadbook.kit import idempotency
from roadbook.kit.errors import Refused
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = (queries.check_journal, queries.check_derived, queries.check_credit, queries.check_settled)


@pytest.fixture
def account() -> Account:
    company = make.company(business_date=date(2026, 9, 10))
    one = make.account(company)
    make.move_date(company, date(2026, 11, 24))
    for month in (10, 11):
        make.instalment(one, date(2026, month, 10), 100_00, 12_00)
    return Account.objects.select_related("company").get(pk=one.pk)


def at_once(act: Callable[[int], object], count: int) -> list[object]:
    """Run ``act(0) … act(count - 1)`` on threads with connections of their own; a refusal is a result."""

    def run(number: int) -> object:
        close_old_connections()
        try:
            return act(number)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_twenty_threads_pay_one_account(account: Account):
    at_once(lambda number: make.payment(account, 7_77 + number), 20)
    total = sum(7_77 + number for number in range(20))
    assert Payment.objects.count() == 20
    assert sorted(Payment.objects.values_list("number", flat=True)) == [f"R-2026-{n:05}" for n in range(1, 21)]
    open_now = sum(Charge.objects.values_list("open", flat=True))
    position = AccountPosition.objects.get()
    assert 224_00 - open_now + position.unapplied == total
    assert sum(Allocation.objects.values_list("amount", flat=True)) == 224_00 - open_now
    assert [problem for check in CHECKS for problem in check()] == []


def test_same_payment_sent_twice_is_taken_once(account: Account):
    def send(_number: int) -> str:
        return idempotency.once(
            scope="test",
            route="payments",
            key="one",
            body=b"50",
            act=lambda: idempotency.Answer(201, make.payment(account, 50_00).number),
            wait=20,
        ).body

    assert set(at_once(send, 8)) == {"R-2026-00001"}
    assert Payment.objects.count() == 1
    assert AccountPosition.objects.get().overdue == 174_00


def test_two_cashiers_name_the_same_instalment(account: Account):
    """Both saw it open; one settles it, the other is told that it is not open any more."""
    named = [one.pk for one in queries.open_charges(account) if one.due_on.month == 11]
    results = at_once(lambda _: make.payment(account, 112_00, instructions=named).number, 2)
    assert sorted(results) == ["R-2026-00001", "payment"]
    assert Payment.objects.count() == 1
    assert sum(Charge.objects.filter(pk__in=named).values_list("open", flat=True)) == 0


def test_charging_the_same_instalment_at_once_charges_it_once(account: Account):
    at_once(lambda _: make.instalment(account, date(2026, 12, 10), 100_00, 12_00, charged_on=date(2026, 11, 24)), 6)
    assert Charge.objects.filter(due_on=date(2026, 12, 10)).count() == 2
    assert [problem for check in CHECKS for problem in check()] == []


def test_payment_and_close_of_day_give_a_serial_result(account: Account):
    company_id, on = account.company_id, account.company.business_date
    make.payment(account, 300_00)
    make.instalment(account, on, 10_00, 5_00)

    def act(number: int) -> object:
        if number % 2:
            return make.payment(account, 1_00)
        actions.settle_credit(company_id, on, account.pk, account.pk)
        return actions.age_positions(company_id, on, account.pk, account.pk)

    at_once(act, 8)
    position = AccountPosition.objects.get()
    assert (position.unapplied, position.owed) == (300_00 + 4_00 - 239_00, 0)
    assert [problem for check in CHECKS for problem in check()] == []
