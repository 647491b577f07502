"""What vehicles tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass

from roadbook.kit.events import Event


@dataclass(frozen=True)
class VehicleChanged(Event):
    """``fields`` are the names of what changed, parted by commas."""

    vehicle_id: int
    company_id: int
    fields: str


@dataclass(frozen=True)
class CatalogueRenamed(Event):
    """Vehicles of an entry of the catalogue are called otherwise. ``kind`` is make, model or trim."""

    kind: str
    entry_id: int

    @property
    def stream(self) -> str:
        """One renaming after the other."""
        return f"vehicles.{self.kind}:{self.entry_id}"
