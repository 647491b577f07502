"""Many hands at once: each payment sent twice is posted once, each reversed twice is reversed once, nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random
from typing import TypeVar

import pytest
from django.db import close_old_connections, connection

from roadbook.apps.payables import actions as payables
from roadbook.apps.receivables import actions, rules
from roadbook.apps.receivables.models import Account, AccountPosition, Charge, Payment, PaymentReversal
from roadbook.kit import idempotency, invariants
from roadbook.kit.errors import Refused
from tests.factories import identity
from tests.factories import payables as refunds
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 24)
SMALL = (8, 40, 10)
WHOLE = (20, 500, 80)
SIZES = [pytest.param(*SMALL, id="small"), pytest.param(*WHOLE, id="whole", marks=pytest.mark.long)]
Item = TypeVar("Item")


def on_threads(act: Callable[[Item], str], items: Sequence[Item], threads: int) -> list[str]:
    """``act`` on every item, by threads with connections of their own; a refusal counts by its code."""

    def run(item: Item) -> str:
        close_old_connections()
        try:
            return act(item)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, items))


def proved() -> list[str]:
    return [problem for one in invariants.verify() for problem in one.problems]


def accounts(count: int) -> list[Account]:
    """Accounts of one company with two instalments due on each."""
    company = make.company(business_date=date(2026, 9, 10))
    made = [make.account(company, disbursed=1_000_00) for _ in range(count)]
    make.move_date(company, TODAY)
    for one in made:
        for month in (10, 11):
            make.instalment(one, date(2026, month, 10), 100_00, 12_00)
    return list(Account.objects.select_related("company").order_by("pk"))


@pytest.mark.parametrize(("threads", "count", "on"), SIZES)
def test_everything_sent_twice_is_posted_once_and_reversed_once(threads: int, count: int, on: int):
    debtors, chance = accounts(on), Random(count)
    amounts = [chance.randrange(1_00, 60_00) for _ in range(count)]

    def pay(number: int) -> str:
        return idempotency.once(
            scope="test",
            route="payments",
            key=str(number),
            body=str(amounts[number]).encode(),
            act=lambda: idempotency.Answer(201, make.payment(debtors[number % on], amounts[number]).number),
            wait=60,
        ).body

    twice = [*range(count), *range(count)]
    chance.shuffle(twice)
    answers = Counter(on_threads(pay, twice, threads))
    assert set(answers.values()) == {2}
    assert len(answers) == Payment.objects.count() == count
    assert sum(Payment.objects.values_list("amount", flat=True)) == sum(amounts)
    left = sum(Charge.objects.values_list("open", flat=True))
    credit = sum(AccountPosition.objects.values_list("unapplied", flat=True))
    assert on * 224_00 - left + credit == sum(amounts)
    assert proved() == []

    def undo(payment: Payment) -> str:
        actions.reverse_payment(payment=payment, reason="Returned", by=None)
        return "reversed"

    again = [*Payment.objects.all(), *Payment.objects.all()]
    chance.shuffle(again)
    told = Counter(on_threads(undo, again, threads))
    assert told == {"reversed": count, rules.PaymentReversedAlready.code: count}
    assert PaymentReversal.objects.count() == count
    assert sum(Charge.objects.values_list("open", flat=True)) == on * 224_00
    assert sum(AccountPosition.objects.values_list("unapplied", flat=True)) == 0
    assert proved() == []


def test_payments_and_reversals_of_one_account_at_once_give_a_serial_result():
    [account] = accounts(1)
    first = [make.payment(account, 20_00 + n) for n in range(6)]

    def act(item: Payment | int) -> str:
        if isinstance(item, Payment):
            actions.reverse_payment(payment=item, reason="Returned", by=None)
            return "reversed"
        return make.payment(account, item).number

    mixed: list[Payment | int] = [item for pair in zip(first, range(31_00, 37_00, 1_00), strict=True) for item in pair]
    on_threads(act, mixed, 12)
    assert (PaymentReversal.objects.count(), Payment.objects.standing().count()) == (6, 6)
    standing = sum(Payment.objects.standing().values_list("amount", flat=True))
    position = AccountPosition.objects.get()
    assert 224_00 - position.owed + position.unapplied == standing
    assert proved() == []


def test_fifty_approvals_at_once_are_one_and_so_is_the_payout():
    bill = refunds.refund()
    boss = identity.staff(bill.company, "manager")

    def approve(_number: int) -> str:
        return payables.approve_bill(bill=bill, revision=1, by=boss).state

    assert Counter(on_threads(approve, range(50), 10)) == {"approved": 1, "move_refused": 49}

    def pay(_number: int) -> str:
        return payables.pay_bill(bill=bill, by=None).state

    assert Counter(on_threads(pay, range(20), 10)) == {"paid": 1, "move_refused": 19}
    assert proved() == []


def test_maker_who_changes_while_another_approves_is_never_paid_unseen():
    bill = refunds.refund()
    boss = identity.staff(bill.company, "manager")

    def act(number: int) -> str:
        if number % 2:
            return payables.approve_bill(bill=bill, revision=1, by=boss).state
        return payables.change_refund(bill=bill, revision=1, amount=70_00, by=None).state

    on_threads(act, range(10), 10)
    bill.refresh_from_db()
    assert (bill.amount, bill.revision, bill.state) == (70_00, 2, "draft")
    with pytest.raises(payables.BillChanged):
        payables.approve_bill(bill=bill, revision=1, by=boss)
    assert proved() == []


def test_two_refunds_of_the_same_credit_are_one():
    account = refunds.account(100_00)
    told = on_threads(lambda _n: refunds.refund(account, amount=60_00).state, range(6), 6)
    assert Counter(told) == {"draft": 1, "credit_short": 5}
    assert AccountPosition.objects.get().unapplied == 40_00
    assert proved() == []
