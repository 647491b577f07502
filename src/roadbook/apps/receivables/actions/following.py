"""Accounts of a party whose file became part of another one, or was parted from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.models import Account, AccountParty
from roadbook.kit import text


def reindex(ids: Sequence[int]) -> None:
    """Find the accounts of these rows by the people who stand behind them now."""
    for account in Account.objects.filter(parties__in=ids).distinct():
        people = [one.party for one in account.parties.select_related("party")]
        found = text.search_text(account.number, *(party.search_text or party.name for party in people))
        Account.objects.filter(pk=account.pk).update(search_text=found)


def on_one_account(survivor: Party, merged: Party) -> Iterable[str]:
    """Nobody is the guarantor or co-debtor of himself."""
    theirs = AccountParty.objects.filter(party=merged).values("account_id")
    for one in AccountParty.objects.filter(party=survivor, account__in=theirs).select_related("account"):
        yield _("Both stand behind account %(number)s.") % {"number": one.account.number}
