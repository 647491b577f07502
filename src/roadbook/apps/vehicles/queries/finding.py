"""Finding vehicles in the palette."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit.search import Hit

from .files import register


def find_vehicles(user: Any, text: str, limit: int) -> list[Hit]:
    """For the palette: by VIN, by plate in Latin or Cyrillic letters, by make and model."""
    found = register(user).search(text).order_by("make__name", "model__name", "pk")[:limit]
    return [_hit(vehicle) for vehicle in found]


def _hit(vehicle: Vehicle) -> Hit:
    detail = " · ".join(part for part in (vehicle.plate, vehicle.vin) if part)
    return Hit(reverse("vehicles:vehicle_show", args=[vehicle.pk]), str(vehicle), detail, "car")
