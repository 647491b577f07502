"""Proof that what is kept about debts and money equals what the journal and the allocations say (I2, I3)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from roadbook.apps.receivables.models import AccountPosition, Allocation, Charge, Payment, Withdrawal
from roadbook.kit.invariants import invariant

from . import derived
from .settlement import part_of_payment

KEPT_AGAINST_JOURNAL = """
SELECT account_id, purpose, SUM(kept), SUM(booked) FROM (
  SELECT account_id, 'not_due' AS purpose, principal_not_due AS kept, 0 AS booked FROM receivables_accountposition
  UNION ALL SELECT account_id, 'credit', -unapplied, 0 FROM receivables_accountposition
  UNION ALL SELECT account_id, 'owed:' || kind, open, 0 FROM receivables_charge
  UNION ALL SELECT j.account_id, g.purpose, 0, j.amount FROM ledger_journalrow j
    JOIN ledger_glaccount g ON g.id = j.debit_id WHERE j.account_id IS NOT NULL
  UNION ALL SELECT j.account_id, g.purpose, 0, -j.amount FROM ledger_journalrow j
    JOIN ledger_glaccount g ON g.id = j.credit_id WHERE j.account_id IS NOT NULL
) sides
WHERE purpose IN ('not_due', 'credit') OR purpose LIKE 'owed:%%'
GROUP BY account_id, purpose HAVING SUM(kept) <> SUM(booked) ORDER BY account_id, purpose
"""


@invariant("I2", gettext_noop("Positions and open charges by kind are what the journal says, for every account"))
def check_journal() -> Iterator[str]:
    """One sentence for each account and purpose that differs."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT_AGAINST_JOURNAL, [])
        for account_id, purpose, kept, booked in cursor.fetchall():
            yield f"account {account_id}, {purpose}: kept {kept}, the journal says {booked}"


@invariant("I2", gettext_noop("Positions are aged from the open charges and true for the business date"))
def check_derived() -> Iterator[str]:
    """Sums, dates and days against the open charges, and positions that a close of day has left behind."""
    with connection.cursor() as cursor:
        cursor.execute(derived.differing(connection.vendor), [])
        for (account_id,) in cursor.fetchall():
            yield f"account {account_id}: its position is not what its open charges say"
    today = F("account__company__business_date")
    behind = AccountPosition.objects.filter(as_of__lt=today).filter(
        Q(oldest_due_on__isnull=False) | Q(next_due_on__lt=today)
    )
    for pk, as_of in behind.order_by("pk").values_list("pk", "as_of"):
        yield f"account {pk}: its position stands at {as_of}, before the business date"


@invariant("I3", gettext_noop("What was allocated of a payment and what it left make the payment"))
def check_credit() -> Iterator[str]:
    """Payments allocated beyond their amount; accounts whose unapplied credit is not the sum of what payments left."""
    used = part_of_payment(Allocation) + part_of_payment(Withdrawal)
    over = Payment.objects.annotate(used=used).filter(Q(used__gt=F("amount")) | Q(reversal__isnull=False, used__gt=0))
    for payment in over.order_by("pk"):
        yield f"payment {payment.pk}: allocated or set aside {payment.used} of {payment.amount}"
    for account_id, kept, left in _credit_differences():
        yield f"account {account_id}: unapplied {kept}, but its payments left {left}"


def _credit_differences() -> Iterator[tuple[int, int, int]]:
    paid = dict(Payment.objects.standing().order_by().values_list("account_id").annotate(total=Sum("amount")))
    used = dict(Allocation.objects.order_by().values_list("payment__account_id").annotate(total=Sum("amount")))
    out = dict(Withdrawal.objects.order_by().values_list("payment__account_id").annotate(total=Sum("amount")))
    for account_id, kept in AccountPosition.objects.order_by("pk").values_list("pk", "unapplied").iterator():
        left = paid.get(account_id, 0) - used.get(account_id, 0) - out.get(account_id, 0)
        if left != kept:
            yield account_id, kept, left


@invariant("I3", gettext_noop("An allocation stays within its charge, and both belong to one account"))
def check_settled() -> Iterator[str]:
    """Charges whose open part is not their amount less their allocations; allocations across two accounts."""
    settled = Coalesce(Sum("allocations__amount"), 0)
    wrong = Charge.objects.annotate(paid=settled).exclude(open=F("amount") - F("paid")).order_by("pk")
    for pk, open_, amount, paid in wrong.values_list("pk", "open", "amount", "paid"):
        yield f"charge {pk}: open {open_} of {amount}, allocated {paid}"
    crossed = Allocation.objects.exclude(charge__account=F("payment__account"))
    for pk in crossed.order_by("pk").values_list("pk", flat=True):
        yield f"allocation {pk}: payment and charge belong to two accounts"


@invariant("I3", gettext_noop("What takes an allocation or a withdrawal back is its whole amount, of the same payment"))
def check_counter_rows() -> Iterator[str]:
    """Counter rows that do not undo exactly what they point at; reversed payments of which something still stands."""
    same = Q(amount=-F("reverses__amount"), payment=F("reverses__payment"))
    for model in (Allocation, Withdrawal):
        kept = same & Q(charge=F("reverses__charge")) if model is Allocation else same
        rows = model._default_manager.filter(reverses__isnull=False).exclude(kept).order_by("pk")
        for pk in rows.values_list("pk", flat=True):
            yield f"{model._meta.verbose_name} {pk}: it does not undo the row that it takes back"
