"""Contracts whose client's file became part of another one, or was parted from it."""

from __future__ import annotations

from collections.abc import Sequence

from roadbook.apps.leasing.models import Contract

from .drafting import search_text


def reindex(ids: Sequence[int]) -> None:
    """Find these contracts by the client that they have now."""
    for contract in Contract.objects.filter(pk__in=ids).select_related("client", "vehicle__make", "vehicle__model"):
        Contract.objects.filter(pk=contract.pk).update(search_text=search_text(contract))
