"""Contracts follow what they are found by: their client, and the name and plate of their vehicle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roadbook.apps.leasing.models import Contract, ContractParty
from roadbook.apps.parties.models import Party

from .drafting import search_text

OF_VEHICLE = {"make": "vehicle__make", "model": "vehicle__model", "trim": "vehicle__catalogue_trim"}
AT_ONCE = 500


def reindex(ids: Sequence[int]) -> None:
    """Find these contracts by the client that they have now."""
    _find_anew(Contract.objects.filter(pk__in=ids))


def reindex_of_client(*, party_id: int) -> int:
    """Find the contracts of a client by the name of now; returns how many are found otherwise."""
    return _find_anew(Contract.objects.filter(client=party_id))


def reindex_on_vehicle(*, vehicle_id: int) -> int:
    """Find the contracts on a vehicle by its name, VIN and plate of now; returns how many are found otherwise."""
    return _find_anew(Contract.objects.filter(vehicle=vehicle_id))


def reindex_catalogued(*, kind: str, entry_id: int) -> int:
    """Find contracts by the name that their vehicle has now, of the vehicles of an entry of the catalogue (``kind`` is
    make, model or trim); returns how many are found otherwise.
    """
    return _find_anew(Contract.objects.filter(**{OF_VEHICLE[kind]: entry_id}))


@transaction.atomic
def _find_anew(contracts: QuerySet[Contract]) -> int:
    changed = last = 0
    while rows := list(
        contracts.filter(pk__gt=last)
        .select_for_update(of=("self",))
        .select_related("client", "vehicle__make", "vehicle__model")
        .order_by("pk")[:AT_ONCE]
    ):
        other = [row for row in rows if row.search_text != search_text(row)]
        for row in other:
            row.search_text = search_text(row)
        Contract.objects.bulk_update(other, ["search_text"])
        changed, last = changed + len(other), rows[-1].pk
    return changed


def on_one_contract(survivor: Party, merged: Party) -> Iterable[str]:
    """Nobody is the guarantor or co-debtor of himself."""
    for one, other in ((survivor, merged), (merged, survivor)):
        theirs = ContractParty.objects.filter(party=other)
        as_client = theirs.filter(contract__client=one).values_list("contract__number", flat=True)
        yield from (_("Both stand behind contract %(number)s.") % {"number": number} for number in as_client)
    both = ContractParty.objects.filter(party=survivor, contract__parties__party=merged)
    for number in both.values_list("contract__number", flat=True):
        yield _("Both stand behind contract %(number)s.") % {"number": number}
