"""Putting vehicles on the register and changing them."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.vehicles.events import VehicleChanged
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import audit, clock
from roadbook.kit.errors import Conflict
from roadbook.kit.events import publish

from . import odometer
from .filling import VehicleRefused, fill, told
from .plates import follow_plate
from .searching import search_text

REGISTERED = gettext_noop("Vehicle registered")


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
    fill(vehicle, {"vin": vin, "make": make, "model": model, **details}, {})
    _save(vehicle)
    follow_plate(vehicle, on=vehicle.first_registered_on or company.business_date, by=by)
    odometer.entered_with_the_vehicle(vehicle, by)
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
    fill(row, {**old, **changes}, old)
    if row.odometer_km is None and old["odometer_km"] is not None:
        raise VehicleRefused(_("A reading is corrected, not taken away."), field="odometer_km")
    difference = audit.diff(old, told(row))
    if not difference:
        return row
    row.version += 1
    if "plate" in difference:
        follow_plate(row, on=row.company.business_date, by=by)
    _save(row)
    if "odometer_km" in difference:
        odometer.entered_with_the_vehicle(row, by)
    _tell(row, "change", difference, by)
    publish(VehicleChanged(vehicle_id=row.pk, company_id=row.company_id, fields=",".join(sorted(difference))))
    return row


def _save(vehicle: Vehicle) -> None:
    vehicle.search_text = search_text(vehicle)
    try:
        with transaction.atomic():
            vehicle.save()
    except IntegrityError:
        twin = Vehicle.objects.select_related("make", "model").filter(company=vehicle.company_id, vin=vehicle.vin)
        existing = twin.exclude(pk=vehicle.pk).first()
        if existing is not None:
            raise DuplicateVehicle(existing) from None
        codes = Vehicle.objects.filter(company=vehicle.company_id, internal_code=vehicle.internal_code)
        if vehicle.internal_code and codes.exclude(pk=vehicle.pk).exists():
            raise VehicleRefused(_("Another vehicle has this internal code."), field="internal_code") from None
        raise


def _tell(vehicle: Vehicle, act: str, difference: dict[str, list[Any]], by: Any) -> None:
    audit.record(
        action=f"vehicles.vehicle.{act}", subject=vehicle, by=by, company_id=vehicle.company_id, changes=difference
    )
    if act == "register":
        timeline.record(
            company=vehicle.company,
            subject=audit.key(vehicle),
            kind="change",
            title=REGISTERED,
            params={},
            at=clock.now(),
            by=by,
        )
