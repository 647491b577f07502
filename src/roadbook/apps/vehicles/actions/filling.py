"""What is told of a vehicle, checked and put into its row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles import rules
from roadbook.apps.vehicles.enums import Body, Drive, EuroClass, Fuel, Gearbox, PowerUnit, VehicleKind
from roadbook.apps.vehicles.models import Trim, Vehicle
from roadbook.calc import units
from roadbook.kit import text
from roadbook.kit.errors import Refused

from .catalogue import Names

TEXTS = (
    "trim",
    "internal_code",
    "engine",
    "frame",
    "chassis",
    "colour",
    "interior",
    "history_report",
    "restrictions",
)
LONG_TEXTS = ("options", "description")
CHOICES: dict[str, Any] = {
    "kind": VehicleKind,
    "body": Body,
    "fuel": Fuel,
    "gearbox": Gearbox,
    "drive": Drive,
    "euro_class": EuroClass,
}
NUMBERS = {
    "power_kw": 2000,
    "power_hp": 2700,
    "displacement_cc": 30_000,
    "odometer_km": 5_000_000,
    "seats": 120,
    "mass_kg": 60_000,
    "co2_g_km": 1000,
    "owners_count": 99,
}
YEARS = ("model_year", "title_year")
DAYS = ("first_registered_on", "history_report_on")
FLAGS = ("is_right_hand_drive", "is_pledged")
FIELDS = ("vin", "plate", "make", "model", *TEXTS, *LONG_TEXTS, *CHOICES, *NUMBERS, *YEARS, *DAYS, *FLAGS)
OLDEST_YEAR = 1900
LONGEST_PLATE = 15


class VehicleRefused(Refused):
    """Something said about the vehicle cannot be so."""

    code = "vehicle"


def told(vehicle: Vehicle) -> dict[str, Any]:
    """What is on the register, in the form in which it is told."""
    values = {name: getattr(vehicle, name) for name in FIELDS}
    return {**values, "make": vehicle.make.name, "model": vehicle.model.name}


def fill(vehicle: Vehicle, values: Mapping[str, Any], old: Mapping[str, Any], names: Names | None = None) -> None:
    """Put ``values`` (all of ``FIELDS`` that are known) into the row; ``old`` is what stood there.

    ``names`` remembers the catalogue while many vehicles are filled.

    :raises VinRefused, VehicleRefused: a value cannot be so.
    """
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of a vehicle: {sorted(unknown)}")
    vehicle.vin = rules.check_vin(values["vin"]).normalised
    vehicle.plate = checked_plate(values.get("plate", ""))
    _fill_texts(vehicle, values)
    for name, kinds in CHOICES.items():
        setattr(vehicle, name, checked_choice(name, values.get(name, ""), kinds.values))
    for name, most in NUMBERS.items():
        setattr(vehicle, name, checked_number(name, values.get(name), most))
    for name in FLAGS:
        setattr(vehicle, name, bool(values.get(name)))
    _fill_time(vehicle, values)
    names = names or Names()
    vehicle.model = names.model(make=values["make"], model=values["model"])
    vehicle.make = vehicle.model.make
    _fill_power(vehicle, old)
    _take_from_the_catalogue(vehicle, old, names)


def _fill_texts(vehicle: Vehicle, values: Mapping[str, Any]) -> None:
    for name in TEXTS:
        setattr(vehicle, name, fitting(vehicle, name, " ".join(values.get(name, "").split())))
    for name in LONG_TEXTS:
        setattr(vehicle, name, fitting(vehicle, name, values.get(name, "").strip()))


def _fill_time(vehicle: Vehicle, values: Mapping[str, Any]) -> None:
    on = vehicle.company.business_date
    for name in YEARS:
        setattr(vehicle, name, _year(name, values.get(name), on))
    for name in DAYS:
        setattr(vehicle, name, checked_past(name, values.get(name), on))


def _fill_power(vehicle: Vehicle, old: Mapping[str, Any]) -> None:
    """Of kilowatts and horsepower one is entered and the other follows; told both, they must fit together."""
    kw, hp = vehicle.power_kw, vehicle.power_hp
    changed = {name for name in ("power_kw", "power_hp") if getattr(vehicle, name) != old.get(name)}
    if not changed:
        return
    if kw is not None and hp is not None and len(changed) > 1 and not units.is_same_power(kw, hp):
        told_instead = {"hp": hp, "kw": units.kilowatts(hp)}
        raise VehicleRefused(_("These do not fit together: %(hp)d hp is %(kw)d kW.") % told_instead, field="power_hp")
    if hp is not None and (kw is None or "power_kw" not in changed):
        vehicle.power_kw, vehicle.power_unit = units.kilowatts(hp), PowerUnit.HORSEPOWER
    elif kw is not None:
        vehicle.power_hp = hp if "power_hp" in changed and hp is not None else units.horsepower(kw)
        vehicle.power_unit = PowerUnit.KILOWATTS
    else:
        vehicle.power_unit = ""


def _take_from_the_catalogue(vehicle: Vehicle, old: Mapping[str, Any], names: Names) -> None:
    """Know the trim again by its name; newly named, it gives what nobody told."""
    trim = names.trim(vehicle.model, vehicle.trim)
    if trim is not None:
        vehicle.trim = trim.name
    vehicle.catalogue_trim = trim
    is_new = (vehicle.make.name, vehicle.model.name, vehicle.trim) != tuple(
        old.get(name, "") for name in ("make", "model", "trim")
    )
    if trim is None or not is_new:
        return
    for name in Trim.TECHNICAL:
        if getattr(vehicle, name) in ("", None):
            setattr(vehicle, name, getattr(trim, name))
    if vehicle.power_hp is None and vehicle.power_kw is not None:
        vehicle.power_hp, vehicle.power_unit = units.horsepower(vehicle.power_kw), PowerUnit.KILOWATTS


def fitting(row: Any, name: str, value: str) -> str:
    """The text, if its column holds so much."""
    longest = row._meta.get_field(name).max_length
    if longest and len(value) > longest:
        raise VehicleRefused(_("At most %(most)d characters.") % {"most": longest}, field=name)
    return value


def checked_plate(value: str) -> str:
    """The plate in Latin capitals without spaces."""
    plate = text.latin_plate(value)
    if len(plate) > LONGEST_PLATE or not (plate.isalnum() or not plate):
        raise VehicleRefused(_("A plate holds letters and digits, 15 at most."), field="plate")
    return plate


def checked_choice(field: str, value: str, known: list[str]) -> str:
    if value and value not in known:
        raise VehicleRefused(_("Choose one of the list."), field=field)
    return value


def checked_number(field: str, value: int | None, most: int) -> int | None:
    if value is not None and not 0 <= value <= most:
        raise VehicleRefused(_("From 0 to %(most)d.") % {"most": most}, field=field)
    return value


def _year(field: str, value: int | None, on: date) -> int | None:
    if value is not None and not OLDEST_YEAR <= value <= on.year + 1:
        raise VehicleRefused(_("There is no such model year."), field=field)
    return value


def checked_past(field: str, value: date | None, on: date) -> date | None:
    """The day, if it is not after ``on``, the business date."""
    if value is not None and value > on:
        raise VehicleRefused(_("This date is in the future."), field=field)
    return value
