"""Proof of payouts: approved by another, paid as approved (I11), and set aside in the books to the cent (I2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext_noop

from roadbook.apps.ledger.enums import Purpose
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.payables.enums import BillState
from roadbook.apps.payables.models import Bill
from roadbook.apps.receivables.models import Withdrawal
from roadbook.kit.invariants import invariant

OWED = (BillState.DRAFT, BillState.APPROVED)


@invariant(
    "I11", gettext_noop("What is paid out was approved by another than its maker, in the contents that were approved")
)
def check_approved() -> Iterator[str]:
    """Bills to be paid, or paid, whose approval is not another's or not of their present contents."""
    rows = Bill.objects.filter(state__in=[BillState.APPROVED, BillState.PAID]).order_by("pk")
    for pk in rows.filter(Q(approved_by__isnull=True) | Q(approved_by=F("made_by"))).values_list("pk", flat=True):
        yield f"bill {pk}: nobody else than its maker approved it"
    for bill in rows.iterator():
        if bill.payload_hash != bill.approved_hash:
            yield f"bill {bill.pk}: its contents are not what was approved"
        if bill.state == BillState.PAID and bill.paid_hash != bill.approved_hash:
            yield f"bill {bill.pk}: what was paid is not what was approved"


@invariant(
    "I2", gettext_noop("Refunds that are owed are the books’ refunds payable, and are set aside of the client’s credit")
)
def check_refunds() -> Iterator[str]:
    """Accounts whose bills, withdrawals and journal tell different stories."""
    owed = _sums(Bill.objects.filter(state__in=OWED), "account_id")
    booked = _sums(JournalRow.objects.filter(credit__purpose=Purpose.REFUNDS), "account_id")
    for account_id, amount in _sums(JournalRow.objects.filter(debit__purpose=Purpose.REFUNDS), "account_id").items():
        booked[account_id] = booked.get(account_id, 0) - amount
    for account_id in sorted({*owed, *booked}):
        if owed.get(account_id, 0) != booked.get(account_id, 0):
            kept, said = owed.get(account_id, 0), booked.get(account_id, 0)
            yield f"account {account_id}: refunds owed {kept}, the journal says {said}"
    aside = _sums(Withdrawal.objects.filter(reverses=None, reversed_by=None), "source")
    for bill in Bill.objects.exclude(state=BillState.CANCELLED).order_by("pk").iterator():
        if aside.pop(bill.source, 0) != bill.amount:
            yield f"bill {bill.pk}: what is set aside is not its amount"
    for source in sorted(aside):
        yield f"set aside for {source}, which is not to be paid"


def _sums(rows: QuerySet[Any], key: str) -> dict[Any, int]:
    return dict(rows.order_by().values_list(key).annotate(total=Sum("amount")))
