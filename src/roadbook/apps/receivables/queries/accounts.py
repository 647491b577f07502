"""Accounts, what happened on them, and finding one by what a person remembers of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from roadbook.apps.receivables.models import Account, AccountParty, Allocation, Charge, Payment
from roadbook.kit import text

LONGEST_TERM = 100


@dataclass(frozen=True)
class StatementRow:
    """One line of a statement, minor units: a charge or a payment, and what was owed after it (below zero: credit)."""

    on: date
    charge: Charge | None
    payment: Payment | None
    balance: int

    @property
    def charged(self) -> int:
        return self.charge.amount if self.charge else 0

    @property
    def paid(self) -> int:
        return self.payment.amount if self.payment else 0


def account_file(user: Any, permission: str | None = None) -> QuerySet[Account]:
    """Accounts that the user may see (or hold the permission on), with what their page shows."""
    rows = Account.objects.visible_to(user, permission).select_related("company", "branch", "position")
    return rows.prefetch_related("parties__party")


def accounts_of(user: Any, party_id: int) -> QuerySet[Account]:
    """Those of ``account_file`` behind which the party stands, in whatever role."""
    return account_file(user).filter(pk__in=AccountParty.objects.filter(party_id=party_id).values("account_id"))


def accounts_like(user: Any, term: str, permission: str | None = None, limit: int = 8) -> list[Account]:
    """Open accounts whose number or people match every word of the term, newest first. Three statements.

    A term that no text may hold finds nothing.
    """
    try:
        term = text.clean(term[:LONGEST_TERM])
    except ValueError:
        return []
    if not term.strip():
        return []
    rows = Account.objects.visible_to(user, permission).open().matching(term).select_related("position", "company")
    rows = rows.prefetch_related("parties__party")
    return list(rows.order_by("-id")[:limit])


def payments_of(account_id: int | None) -> list[Payment]:
    """The payments of an account, newest first, with allocations and their charges. Two statements.

    Each has ``applied`` and ``rest`` set, minor units.
    """
    if account_id is None:
        return []
    rows = Payment.objects.filter(account_id=account_id).select_related("taken_by").order_by("-value_on", "-id")
    payments = list(rows)
    allocations: dict[int, list[Allocation]] = {}
    for one in Allocation.objects.filter(payment__account_id=account_id).select_related("charge").order_by("id"):
        allocations.setdefault(one.payment_id, []).append(one)
    for payment in payments:
        payment.settled = allocations.get(payment.pk, [])
        payment.applied = sum(one.amount for one in payment.settled)
        payment.rest = payment.amount - payment.applied
    return payments


def statement_rows(account: Account) -> list[StatementRow]:
    """Charges by their charge date and payments by their value date, with a running balance. Two statements."""
    charges = [(one.charged_on, 0, one.pk, one) for one in account.charges.all()]
    payments = [(one.value_on, 1, one.pk, one) for one in account.payments.all()]
    ordered = sorted([*charges, *payments], key=lambda item: item[:3])
    return _running([item[3] for item in ordered])


def _running(items: Sequence[Charge | Payment]) -> list[StatementRow]:
    rows, balance = [], 0
    for item in items:
        if isinstance(item, Charge):
            balance += item.amount
            rows.append(StatementRow(item.charged_on, item, None, balance))
        else:
            balance -= item.amount
            rows.append(StatementRow(item.value_on, None, item, balance))
    return rows
