"""Parties for the command palette."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from roadbook.apps.parties.models import Party
from roadbook.kit.search import Hit


def find_clients(user: Any, text: str, limit: int) -> list[Hit]:
    """By name, client number, phone, or whole national number."""
    found = Party.objects.visible_to(user).search(text).order_by("name", "pk")[:limit]
    return [_hit(party) for party in found]


def _hit(party: Party) -> Hit:
    icon = "user" if party.is_person else "building-2"
    return Hit(reverse("parties:party_file", args=[party.pk]), party.name, party.number, icon)
