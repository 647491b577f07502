"""What is told of a vehicle, checked and put into its row."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles import rules
from roadbook.apps.vehicles.enums import Body, Fuel, Gearbox
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import text

from .catalogue import VehicleRefused, catalogued

TEXTS = ("trim", "engine", "colour")
CHOICES = {"body": Body, "fuel": Fuel, "gearbox": Gearbox}
NUMBERS = {"power_kw": 2000, "displacement_cc": 30_000, "odometer_km": 5_000_000}
OTHERS = ("model_year", "first_registered_on")
FIELDS = ("vin", "plate", "make", "model", *TEXTS, *CHOICES, *NUMBERS, *OTHERS)
OLDEST_YEAR = 1900
LONGEST_PLATE = 15


def told(vehicle: Vehicle) -> dict[str, Any]:
    """What is on the register, in the form in which it is told."""
    values = {name: getattr(vehicle, name) for name in FIELDS}
    return {**values, "make": vehicle.make.name, "model": vehicle.model.name}


def fill(vehicle: Vehicle, values: dict[str, Any]) -> None:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of a vehicle: {sorted(unknown)}")
    vehicle.vin = rules.check_vin(values["vin"]).normalised
    vehicle.plate = _plate(values.get("plate", ""))
    for name in TEXTS:
        setattr(vehicle, name, " ".join(values.get(name, "").split()))
    for name, kinds in CHOICES.items():
        setattr(vehicle, name, _choice(name, values.get(name, ""), kinds.values))
    for name, most in NUMBERS.items():
        setattr(vehicle, name, _number(name, values.get(name), most))
    on = vehicle.company.business_date
    vehicle.model_year = _year(values.get("model_year"), on)
    vehicle.first_registered_on = _past(values.get("first_registered_on"), on)
    vehicle.model = catalogued(make=values["make"], model=values["model"])
    vehicle.make = vehicle.model.make
    vehicle.search_text = text.search_text(vehicle.vin, vehicle.plate, vehicle, vehicle.model_year)


def _plate(value: str) -> str:
    plate = text.latin_plate(value)
    if len(plate) > LONGEST_PLATE or not (plate.isalnum() or not plate):
        raise VehicleRefused(_("A plate holds letters and digits, 15 at most."), field="plate")
    return plate


def _choice(field: str, value: str, known: list[str]) -> str:
    if value and value not in known:
        raise VehicleRefused(_("Choose one of the list."), field=field)
    return value


def _number(field: str, value: int | None, most: int) -> int | None:
    if value is not None and not 0 <= value <= most:
        raise VehicleRefused(_("From 0 to %(most)d.") % {"most": most}, field=field)
    return value


def _year(value: int | None, on: date) -> int | None:
    if value is not None and not OLDEST_YEAR <= value <= on.year + 1:
        raise VehicleRefused(_("There is no such model year."), field="model_year")
    return value


def _past(value: date | None, on: date) -> date | None:
    if value is not None and value > on:
        raise VehicleRefused(_("This date is in the future."), field="first_registered_on")
    return value
