"""What parties tell the contexts above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roadbook.kit.events import Event


@dataclass(frozen=True)
class PartyRegistered(Event):
    party_id: int
    company_id: int
    by_id: int | None = None


@dataclass(frozen=True)
class PartyChanged(Event):
    """``fields`` are the names of what changed, parted by commas; never the values."""

    party_id: int
    company_id: int
    fields: str
    by_id: int | None = None


@dataclass(frozen=True)
class LetterReturned(Event):
    """A letter to an address came back. ``kind`` is one of ``AddressKind``, ``reason`` one of ``ReturnReason``."""

    party_id: int
    company_id: int
    kind: str
    on: date
    reason: str
    by_id: int | None = None


@dataclass(frozen=True)
class AddressWorks(Event):
    """Letters reach an address again to which one came back."""

    party_id: int
    company_id: int
    kind: str
    by_id: int | None = None


@dataclass(frozen=True)
class RelationChanged(Event):
    """Told once for each side. ``act`` is relate, change or take_back; ``kind`` is one of ``RelationKind``."""

    party_id: int
    company_id: int
    relation_id: int
    kind: str
    act: str
    by_id: int | None = None


@dataclass(frozen=True)
class ConsentGiven(Event):
    consent_id: int
    party_id: int
    company_id: int
    purpose: str
    channel: str
    by_id: int | None = None


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    consent_id: int
    party_id: int
    company_id: int
    purpose: str
    channel: str
    by_id: int | None = None


@dataclass(frozen=True)
class PartiesMerged(Event):
    """``merged_id`` became part of ``party_id``."""

    party_id: int
    merged_id: int
    company_id: int
    by_id: int | None = None


@dataclass(frozen=True)
class PartiesParted(Event):
    """A merge was undone: both files stand again."""

    party_id: int
    merged_id: int
    company_id: int
    by_id: int | None = None
