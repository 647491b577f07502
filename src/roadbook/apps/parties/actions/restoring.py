"""Putting a flat file (``queries.flat``) back on the rows of its party. Rows that stay keep their keys."""

from __future__ import annotations

from datetime import date
from typing import Any

from roadbook.apps.parties.models import Address, BankAccount, ContactPoint, IdDocument, Party
from roadbook.apps.parties.models.party import PAPER_PURPOSE
from roadbook.apps.parties.queries.flat import SCALARS, Flat
from roadbook.kit import crypto

from . import filling

DATES = {"birth_date", "returned_on", "issued_on", "expires_on", "closed_on"}


def put(party: Party, flat: Flat) -> None:
    """Make the party's row and its details say exactly this, and find it by this."""
    for name in SCALARS:
        setattr(party, name, _typed(name, flat[f"field:{name}"]))
    party.version += 1
    party.save(force_update=True)
    _addresses(party, flat)
    _points(party, flat)
    _accounts(party, flat)
    _documents(party, flat)
    filling.index(party)


def _typed(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DATES and value else value


def _values(told: dict[str, Any]) -> dict[str, Any]:
    return {name: _typed(name, value) for name, value in told.items()}


def _of(flat: Flat, kind: str) -> dict[str, dict[str, Any]]:
    prefix = f"{kind}:"
    return {key.removeprefix(prefix): _values(value) for key, value in flat.items() if key.startswith(prefix)}


def _addresses(party: Party, flat: Flat) -> None:
    told = _of(flat, "address")
    Address.objects.filter(party=party).exclude(kind__in=told).delete()
    for kind, values in told.items():
        Address.objects.update_or_create(party=party, kind=kind, defaults=values)


def _points(party: Party, flat: Flat) -> None:
    for kind in ("phone", "email"):
        told = _of(flat, kind)
        known = ContactPoint.objects.filter(party=party, kind=kind)
        known.exclude(value__in=told).delete()
        known.update(is_primary=False)
        for place, (value, values) in enumerate(told.items()):
            defaults = {**values, "position": place, "is_primary": place == 0}
            ContactPoint.objects.update_or_create(party=party, kind=kind, value=value, defaults=defaults)


def _accounts(party: Party, flat: Flat) -> None:
    told = _of(flat, "account")
    BankAccount.objects.filter(party=party).exclude(iban__in=told).delete()
    BankAccount.objects.filter(party=party).update(is_default=False)
    for place, (iban, values) in enumerate(told.items()):
        BankAccount.objects.update_or_create(party=party, iban=iban, defaults={**values, "position": place})


def _documents(party: Party, flat: Flat) -> None:
    told = [(*key.partition(":")[::2], values) for key, values in _of(flat, "document").items()]
    indexed = [(kind, number, paper_index(number), values) for kind, number, values in told]
    kept = {(kind, index) for kind, _number, index, _values in indexed}
    for row in IdDocument.objects.filter(party=party):
        if (row.kind, row.number_index) not in kept:
            row.delete()
    IdDocument.objects.filter(party=party).update(is_current=False)
    for kind, number, index, values in indexed:
        defaults = {**values, "number": number}
        IdDocument.objects.update_or_create(party=party, kind=kind, number_index=index, defaults=defaults)


def paper_index(number: str) -> str:
    """The blind index of a document number."""
    return crypto.blind_index(filling.plain_number(number), PAPER_PURPOSE)
