"""What parties tell the contexts above."""

from __future__ import annotations

from dataclasses import dataclass

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
