"""Accounts, their payments, and finding one by what a person remembers of it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.models import Account, AccountParty, Allocation, Payment
from roadbook.kit import text

from .settlement import rest_of_payment

LONGEST_TERM = 100


def account_file(user: Any, permission: str | None = None) -> QuerySet[Account]:
    """Accounts that the user may see (or hold the permission on), with what their page shows."""
    rows = Account.objects.visible_to(user, permission).select_related("company", "branch", "position")
    return rows.prefetch_related("parties__party")


def accounts_of(user: Any, party_id: int) -> QuerySet[Account]:
    """Those of ``account_file`` behind which the party stands, in whatever role."""
    return account_file(user).filter(pk__in=AccountParty.objects.filter(party_id=party_id).values("account_id"))


def debtor_name(account: Account) -> str:
    """The debtors of an account by name."""
    return ", ".join(one.party.name for one in account.parties.select_related("party").filter(role="debtor"))


def debtor_language(account: Account) -> str:
    """The language in which the account's debtor is written to; empty where none is on file."""
    return next((one.party.language for one in account.parties.all() if one.role == "debtor"), "")


def payers_of(account: Account) -> QuerySet[Party]:
    """The people of an account, any of whom may pay on it."""
    return Party.objects.filter(pk__in=account.parties.values("party_id")).order_by("name", "pk")


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
    """The payments of an account, newest first, with the allocations that stand and their charges. Two statements.

    Each has ``applied`` and ``rest`` set, minor units; of a reversed one both are zero.
    """
    if account_id is None:
        return []
    rows = Payment.objects.filter(account_id=account_id).select_related("taken_by", "reversal")
    payments = list(rows.annotate(left=rest_of_payment()).order_by("-value_on", "-id"))
    allocations: dict[int, list[Allocation]] = {}
    standing = Allocation.objects.filter(payment__account_id=account_id, reverses=None, reversed_by=None)
    # Sorted here: asked for the order of ids, SQLite would read every allocation of the book in it.
    for one in sorted(standing.select_related("charge").order_by(), key=lambda row: row.pk):
        allocations.setdefault(one.payment_id, []).append(one)
    for payment in payments:
        payment.settled = allocations.get(payment.pk, [])
        payment.applied = sum(one.amount for one in payment.settled)
        payment.rest = 0 if payment.is_reversed else payment.left
    return payments
