"""Reads of vehicles and the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from roadbook.kit.search import Hit

from . import rules
from .models import Make, Model, Vehicle, VehicleQuerySet

CATALOGUE_LIMIT = 500


def register(user: Any) -> VehicleQuerySet:
    """Every vehicle that the user may see, with what a row shows."""
    return Vehicle.objects.visible_to(user).select_related("company", "make", "model")


def vehicle_file(user: Any, pk: int) -> Vehicle:
    """One vehicle.

    :raises Vehicle.DoesNotExist: there is none, or it is another company's.
    """
    found: Vehicle = register(user).select_related("created_by").get(pk=pk)
    return found


def company_of_vehicle(user: Any, pk: int) -> int | None:
    """The company of a vehicle that the user may see; None when there is no such vehicle for them."""
    found: int | None = Vehicle.objects.visible_to(user).filter(pk=pk).values_list("company_id", flat=True).first()
    return found


def find_vehicles(user: Any, text: str, limit: int) -> list[Hit]:
    """For the palette: by VIN, by plate in Latin or Cyrillic letters, by make and model."""
    found = register(user).search(text).order_by("make__name", "model__name", "pk")[:limit]
    return [_hit(vehicle) for vehicle in found]


def _hit(vehicle: Vehicle) -> Hit:
    detail = " · ".join(part for part in (vehicle.plate, vehicle.vin) if part)
    return Hit(reverse("vehicles:vehicle_show", args=[vehicle.pk]), str(vehicle), detail, "car")


def make_names() -> list[str]:
    """Makes of the catalogue, to pick from while typing."""
    return list(Make.objects.order_by("name").values_list("name", flat=True)[:CATALOGUE_LIMIT])


def model_names() -> list[str]:
    """Models of the catalogue, to pick from while typing."""
    return list(Model.objects.order_by("name").values_list("name", flat=True).distinct()[:CATALOGUE_LIMIT])


@dataclass(frozen=True)
class VinEcho:
    """``problem`` says why the number cannot be; ``twin`` is the vehicle that already has it."""

    problem: str = ""
    vin: rules.Vin | None = None
    twin: Vehicle | None = None


def vin_echo(user: Any, typed: str) -> VinEcho | None:
    """What a VIN tells, or why it cannot be; None when nothing is typed yet."""
    if not typed.strip():
        return None
    try:
        vin = rules.check_vin(typed)
    except rules.VinRefused as refusal:
        return VinEcho(problem=str(refusal))
    return VinEcho(vin=vin, twin=register(user).filter(vin=vin.normalised).first())
