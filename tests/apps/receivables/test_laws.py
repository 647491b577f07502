"""Laws of taking payments: whatever the order and the parts, no cent is lost or made."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from roadbook.apps.ledger.enums import Purpose
from roadbook.apps.ledger.queries import account_balance
from roadbook.apps.receivables.models import Account, AccountPosition, Charge, Payment
from tests.factories import receivables as make

TODAY = date(2026, 11, 24)
amounts = st.lists(st.integers(1, 120_00), min_size=1, max_size=5)


def _account() -> Account:
    company = make.company(business_date=date(2026, 9, 1))
    one = make.account(company)
    make.move_date(company, TODAY)
    for number, (principal, interest) in enumerate([(100_00, 12_00), (33_33, 7_01), (1, 1)]):
        make.instalment(one, date(2026, 9, 10) + timedelta(days=30 * number), principal, interest)
    return Account.objects.select_related("company").get(pk=one.pk)


def _state(account: Account) -> tuple[object, ...]:
    charges = tuple(Charge.objects.filter(account=account).order_by("pk").values_list("open", flat=True))
    position = AccountPosition.objects.get(account=account)
    return charges, position.unapplied, position.overdue_principal, position.overdue_interest, position.days_past_due


def _paid(parts: list[int]) -> tuple[object, ...]:
    """What is left after these payments, in a transaction that is undone."""
    with transaction.atomic():
        account = _account()
        for part in parts:
            make.payment(account, part)
        state = _state(account)
        owed = Charge.objects.filter(account=account).aggregate(owed=Sum("amount"), open=Sum("open"))
        settled = owed["owed"] - owed["open"]
        total = Payment.objects.filter(account=account).aggregate(total=Sum("amount"))["total"]
        assert total == sum(parts) == settled + state[1]
        money = sum(account_balance(account.pk, purpose) for purpose in (Purpose.CASH, Purpose.BANK, Purpose.CARD))
        assert money == total
        transaction.set_rollback(True)
    return state


@pytest.mark.django_db
@settings(max_examples=15)
@given(parts=amounts, chance=st.randoms(use_true_random=False))
def test_order_and_partition_of_payments_do_not_matter(parts: list[int], chance):
    shuffled = list(parts)
    chance.shuffle(shuffled)
    assert _paid(parts) == _paid(shuffled) == _paid([sum(parts)])
