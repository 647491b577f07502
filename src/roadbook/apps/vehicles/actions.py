"""Every write to vehicles and the catalogue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.apps.timeline import actions as timeline
from roadbook.kit import audit, clock, text
from roadbook.kit.errors import Conflict, Refused

from . import rules
from .enums import Body, Fuel, Gearbox
from .models import Make, Model, Vehicle

TEXTS = ("trim", "engine", "colour")
CHOICES = {"body": Body, "fuel": Fuel, "gearbox": Gearbox}
NUMBERS = {"power_kw": 2000, "displacement_cc": 30_000, "odometer_km": 5_000_000}
OTHERS = ("model_year", "first_registered_on")
FIELDS = ("vin", "plate", "make", "model", *TEXTS, *CHOICES, *NUMBERS, *OTHERS)
OLDEST_YEAR = 1900
LONGEST_PLATE = 15
REGISTERED = gettext_noop("Vehicle registered")
CHANGED = gettext_noop("Changed: %(fields)s")


class VehicleRefused(Refused):
    """Something said about the vehicle cannot be so."""

    code = "vehicle"


class DuplicateVehicle(Conflict):
    """The company already has a vehicle with this VIN: ``vehicle_id``."""

    code = "duplicate"

    def __init__(self, existing: Vehicle) -> None:
        super().__init__(_("This VIN is already on the register: %(name)s.") % {"name": existing}, field="vin")
        self.vehicle_id = existing.pk


class VehicleChangedMeanwhile(Conflict):
    """The vehicle is not what the editor saw."""


@transaction.atomic
def register_vehicle(*, company: Company, by: Any, vin: str, make: str, model: str, **details: Any) -> Vehicle:
    """Put a vehicle on the register. ``make`` and ``model`` are names; ``details`` are other ``FIELDS``.

    :raises VinRefused: no vehicle has such a number.
    :raises DuplicateVehicle: the company already has it.
    :raises VehicleRefused: another field cannot be so.
    """
    identity.require(by, Permission.VEHICLE_EDIT, company_id=company.pk)
    vehicle = Vehicle(company=company, created_at=clock.now(), created_by=by)
    _fill(vehicle, {"vin": vin, "make": make, "model": model, **details})
    _save(vehicle)
    _tell(vehicle, "register", audit.diff({}, told(vehicle)), by)
    return vehicle


@transaction.atomic
def change_vehicle(*, vehicle: Vehicle, version: int, by: Any, **changes: Any) -> Vehicle:
    """Change some of ``FIELDS``; what is not named stays. ``version`` is the one that the editor saw.

    Nothing different: nothing is written and the version stays.

    :raises VehicleChangedMeanwhile: somebody changed it since.
    :raises VinRefused, DuplicateVehicle, VehicleRefused: as for a new vehicle.
    """
    row = Vehicle.objects.locked(vehicle.pk)
    identity.require(by, Permission.VEHICLE_EDIT, company_id=row.company_id)
    if row.version != version:
        raise VehicleChangedMeanwhile(_("Somebody changed this vehicle a moment ago."))
    old = told(row)
    _fill(row, {**old, **changes})
    difference = audit.diff(old, told(row))
    if not difference:
        return row
    row.version += 1
    _save(row)
    _tell(row, "change", difference, by)
    return row


def told(vehicle: Vehicle) -> dict[str, Any]:
    """What is on the register, in the form in which it is told."""
    values = {name: getattr(vehicle, name) for name in FIELDS}
    return {**values, "make": vehicle.make.name, "model": vehicle.model.name}


def _fill(vehicle: Vehicle, values: dict[str, Any]) -> None:
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


def catalogued(*, make: str, model: str) -> Model:
    """The model of the catalogue with these names, made where it is new. Case and accents do not make a new name.

    :raises VehicleRefused: a name is missing.
    """
    for field, name in (("make", make), ("model", model)):
        if not name.strip():
            raise VehicleRefused(_("This is needed."), field=field)
    maker, _new = Make.objects.get_or_create(key=text.fold(make), defaults={"name": " ".join(make.split())})
    found, _new = Model.objects.select_related("make").get_or_create(
        make=maker, key=text.fold(model), defaults={"name": " ".join(model.split())}
    )
    return found


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


def _save(vehicle: Vehicle) -> None:
    try:
        with transaction.atomic():
            vehicle.save()
    except IntegrityError:
        twin = Vehicle.objects.select_related("make", "model").filter(company=vehicle.company_id, vin=vehicle.vin)
        existing = twin.exclude(pk=vehicle.pk).first()
        if existing is None:
            raise
        raise DuplicateVehicle(existing) from None


def _tell(vehicle: Vehicle, act: str, difference: dict[str, list[Any]], by: Any) -> None:
    audit.record(
        action=f"vehicles.vehicle.{act}", subject=vehicle, by=by, company_id=vehicle.company_id, changes=difference
    )
    labels = [getattr(Vehicle, name).field.verbose_name for name in sorted(difference)]
    timeline.record(
        company=vehicle.company,
        subject=audit.key(vehicle),
        kind="change",
        title=REGISTERED if act == "register" else CHANGED,
        params={} if act == "register" else {"fields": timeline.named(labels)},
        at=clock.now(),
        by=by,
    )
