"""Contracts follow what they are found by: their client's file, and the name of their vehicle."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from roadbook.apps.leasing.models import Contract

from .drafting import search_text


def reindex(ids: Sequence[int]) -> None:
    """Find these contracts by the client that they have now."""
    for contract in Contract.objects.filter(pk__in=ids).select_related("client", "vehicle__make", "vehicle__model"):
        Contract.objects.filter(pk=contract.pk).update(search_text=search_text(contract))


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
