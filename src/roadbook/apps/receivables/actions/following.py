"""Accounts of a party who is called otherwise, or whose file became part of another one or was parted from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.models import Account, AccountParty
from roadbook.kit import text

AT_ONCE = 500


def reindex(ids: Sequence[int]) -> None:
    """Find the accounts of these rows by the people who stand behind them now."""
    _find_anew(Account.objects.filter(pk__in=AccountParty.objects.filter(pk__in=ids).values("account")))


def reindex_of(*, party_id: int) -> int:
    """Find the accounts behind which somebody stands by what he is called now; returns how many were found otherwise.

    Payments keep the words of the day on which they were taken: they are never changed.
    """
    return _find_anew(Account.objects.filter(pk__in=AccountParty.objects.filter(party=party_id).values("account")))


@transaction.atomic
def _find_anew(accounts: QuerySet[Account]) -> int:
    changed = last = 0
    while rows := list(
        accounts.filter(pk__gt=last)
        .select_for_update(no_key=True)
        .prefetch_related(Prefetch("parties", AccountParty.objects.select_related("party").order_by("pk")))
        .order_by("pk")[:AT_ONCE]
    ):
        changed += _write([(row, _found_by(row)) for row in rows])
        last = rows[-1].pk
    return changed


def _found_by(account: Account) -> str:
    people = [one.party for one in account.parties.all()]
    return text.search_text(account.number, *(party.search_text or party.name for party in people))


def _write(found: Sequence[tuple[Account, str]]) -> int:
    other = [account for account, said in found if account.search_text != said]
    for account, said in found:
        account.search_text = said
    Account.objects.bulk_update(other, ["search_text"])
    return len(other)


def on_one_account(survivor: Party, merged: Party) -> Iterable[str]:
    """Nobody is the guarantor or co-debtor of himself."""
    theirs = AccountParty.objects.filter(party=merged).values("account_id")
    for one in AccountParty.objects.filter(party=survivor, account__in=theirs).select_related("account"):
        yield _("Both stand behind account %(number)s.") % {"number": one.account.number}
