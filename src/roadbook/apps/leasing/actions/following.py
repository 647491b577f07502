"""Contracts follow what they are found by: their client's file, and the name of their vehicle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from roadbook.apps.leasing.models import Contract, ContractParty
from roadbook.apps.parties.models import Party

from .drafting import search_text


def reindex(ids: Sequence[int]) -> None:
    """Find these contracts by the client that they have now."""
    for contract in Contract.objects.filter(pk__in=ids).select_related("client", "vehicle__make", "vehicle__model"):
        Contract.objects.filter(pk=contract.pk).update(search_text=search_text(contract))


def on_one_contract(survivor: Party, merged: Party) -> Iterable[str]:
    """Nobody is the guarantor or co-debtor of himself."""
    for one, other in ((survivor, merged), (merged, survivor)):
        theirs = ContractParty.objects.filter(party=other)
        as_client = theirs.filter(contract__client=one).values_list("contract__number", flat=True)
        yield from (_("Both stand behind contract %(number)s.") % {"number": number} for number in as_client)
    both = ContractParty.objects.filter(party=survivor, contract__parties__party=merged)
    for number in both.values_list("contract__number", flat=True):
        yield _("Both stand behind contract %(number)s.") % {"number": number}


OF_VEHICLE = {"make": "vehicle__make", "model": "vehicle__model", "trim": "vehicle__catalogue_trim"}
AT_ONCE = 500


@transaction.atomic
def reindex_catalogued(*, kind: str, entry_id: int) -> int:
    """Find contracts by the name that their vehicle has now, of the vehicles of an entry of the catalogue (``kind`` is
    make, model or trim); returns how many.
    """
    of_entry = Contract.objects.filter(**{OF_VEHICLE[kind]: entry_id})
    done = last = 0
    while rows := list(
        of_entry.filter(pk__gt=last)
        .select_for_update(of=("self",))
        .select_related("client", "vehicle__make", "vehicle__model")
        .order_by("pk")[:AT_ONCE]
    ):
        for row in rows:
            row.search_text = search_text(row)
        Contract.objects.bulk_update(rows, ["search_text"])
        done, last = done + len(rows), rows[-1].pk
    return done
