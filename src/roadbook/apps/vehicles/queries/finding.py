"""Finding vehicles in the palette."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import search, text
from roadbook.kit.search import Asked, Hit

SHORTEST_PLATE = 4


def find_vehicles(user: Any, typed: str, limit: int) -> list[Hit]:
    """For the palette: by VIN, by plate in Latin or Cyrillic letters, by make and model."""
    wanted = search.asked(typed)
    exact = _exactly(user, wanted)
    found = [] if exact else vehicles_named(user, typed, limit)
    hits = [_hit(vehicle, search.EXACT) for vehicle in exact]
    return search.best([*hits, *(_hit(vehicle, _fit(wanted, vehicle)) for vehicle in found)], limit)


def vehicles_named(user: Any, typed: str, limit: int) -> list[Vehicle]:
    """The newest vehicles that hold every word, or a part of a plate or a VIN with spaces in it."""
    wanted = search.asked(typed)
    rows = _shown(user)
    found = search.look(rows, [spellings(word) for word in wanted.words], limit)
    if not found and len(wanted.words) > 1 and wanted.has_digits and len(wanted.plate) >= SHORTEST_PLATE:
        found = search.look(rows, [(wanted.plate.lower(),)], limit)
    return found


def recent_vehicles(user: Any, pks: Iterable[int]) -> dict[int, Hit]:
    """The vehicles among these that the user may see."""
    return {vehicle.pk: _hit(vehicle) for vehicle in _shown(user).filter(pk__in=list(pks))}


def spellings(word: str) -> tuple[str, ...]:
    """A folded word as it was typed, and with the Cyrillic letters of a plate made Latin."""
    return word, text.latin_plate(word).lower()


def _shown(user: Any) -> Any:
    return Vehicle.objects.visible_to(user).select_related("make", "model")


def _exactly(user: Any, wanted: Asked) -> list[Vehicle]:
    """The vehicles with this whole VIN or plate, each by its index."""
    if not wanted.has_digits or len(wanted.plate) < SHORTEST_PLATE:
        return []
    return list(_shown(user).filter(Q(plate=wanted.plate) | Q(vin=wanted.plate)).order_by("-pk")[: search.FEW])


def _fit(wanted: Asked, vehicle: Vehicle) -> int:
    return search.likeness(wanted, str(vehicle), vehicle.plate, vehicle.vin, vehicle.internal_code)


def _hit(vehicle: Vehicle, score: int = search.INSIDE) -> Hit:
    detail = " · ".join(part for part in (vehicle.plate, vehicle.vin) if part)
    return Hit(reverse("vehicles:vehicle_show", args=[vehicle.pk]), str(vehicle), detail, "car", score)
