"""Refunds for tests, made through actions."""

from __future__ import annotations

from typing import Any

from roadbook.apps.payables import actions
from roadbook.apps.payables.models import Bill
from roadbook.apps.receivables.models import Account
from tests.factories import identity, receivables

IBAN = "BG80BNBG96611020345678"


def account(credit: int = 100_00, **fields: Any) -> Account:
    """An account on which nothing is charged and ``credit`` is unapplied."""
    one = receivables.account(disbursed=0, **fields)
    receivables.payment(one, credit)
    return Account.objects.select_related("company", "branch").get(pk=one.pk)


def refund(of: Account | None = None, **fields: Any) -> Bill:
    """A proposal to pay 60.00 of the credit back by bank."""
    of = of or account()
    contents = {"amount": 60_00, "channel": "bank", "payee_name": "Мария Стоева", "payee_account": IBAN}
    return actions.draft_refund(account=of, **{**contents, "reason": "Надплатено", "by": None, **fields})


def approved(of: Account | None = None, **fields: Any) -> Bill:
    """A proposal that a manager approved."""
    bill = refund(of, **fields)
    return actions.approve_bill(bill=bill, revision=bill.revision, by=identity.staff(bill.company, "manager"))
