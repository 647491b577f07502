"""Papers that wait for somebody: files to check, dates that run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from roadbook.apps.documents import queries as documents
from roadbook.apps.vehicles import queries as vehicles
from roadbook.apps.vehicles.models import VehicleDocument

SHOWN = 6
COUNTED = 100
AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Checks:
    """Files that nobody has looked at: how many (counted up to a hundred), and the oldest."""

    count: int
    oldest: list[documents.Place]

    @property
    def is_more(self) -> bool:
        return self.count >= COUNTED


@dataclass(frozen=True)
class Expiring:
    """A paper of a vehicle and its days left on the business date of its company, below zero when it has expired."""

    paper: VehicleDocument
    days: int

    @property
    def late(self) -> int:
        return -self.days


def checks(user: Any) -> Checks:
    """The queue of files to check. At most four statements."""
    waiting = documents.waiting(user)
    return Checks(waiting[:COUNTED].count(), documents.places_to_show(waiting[:SHOWN]))


def expiring(user: Any) -> list[Expiring]:
    """Papers that have expired or do so within thirty days, the nearest first."""
    limit = vehicles.latest_business_date(user) + AHEAD
    found = vehicles.expiring(user).filter(expires_on__lte=limit).order_by("expires_on", "pk")[:SHOWN]
    return [Expiring(one, (one.expires_on - one.company.business_date).days) for one in found]
