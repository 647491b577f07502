"""Readings of the odometer: each is kept, a wrong one is corrected by another that says why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.vehicles import queries
from roadbook.apps.vehicles.enums import DistanceUnit, OdometerSource
from roadbook.apps.vehicles.models import OdometerReading, Vehicle
from roadbook.calc import units
from roadbook.kit import audit, clock
from roadbook.kit.errors import Conflict, Refused

from .filling import NUMBERS, checked_number, checked_past

READ = gettext_noop("Odometer read: %(km)s km")
CORRECTED = gettext_noop("Odometer reading corrected: %(km)s km")


class OdometerDoubtful(Refused):
    """An odometer does not run backwards: somebody has to say that this one did."""

    code = "doubtful"


class ReadingCorrected(Conflict):
    """Somebody has already corrected this reading."""


@transaction.atomic
def read_odometer(
    *,
    vehicle: Vehicle,
    by: Any,
    value: int,
    on: date,
    unit: str = DistanceUnit.KILOMETRES,
    source: str = OdometerSource.SERVICE,
    reason: str = "",
    is_confirmed: bool = False,
) -> OdometerReading:
    """Write down what the odometer showed on a day.

    :raises OdometerDoubtful: it is lower than before (or higher than later) and nobody confirmed that.
    :raises VehicleRefused: the figure or the date cannot be so.
    """
    row = Vehicle.objects.locked(vehicle.pk)
    identity.require(by, Permission.VEHICLE_EDIT, company_id=row.company_id)
    checked_past("on", on, row.company.business_date)
    checked_number("value", value, NUMBERS["odometer_km"])
    reading = OdometerReading(
        vehicle=row,
        read_on=on,
        value=value,
        unit=DistanceUnit(unit),
        km=units.kilometres(value) if unit == DistanceUnit.MILES else value,
        source=OdometerSource(source),
        reason=" ".join(reason.split())[:200],
        created_at=clock.now(),
        created_by=by,
    )
    return _written(reading, is_confirmed=is_confirmed)


@transaction.atomic
def correct_odometer(
    *, reading: OdometerReading, by: Any, value: int, reason: str, unit: str = "", is_confirmed: bool = False
) -> OdometerReading:
    """Put another figure in place of a reading. The reading stays to be seen, with the reason.

    :raises ReadingCorrected: it has been corrected already: correct the correction.
    :raises OdometerDoubtful, VehicleRefused: as for a new reading, or no reason is given.
    """
    row = Vehicle.objects.locked(reading.vehicle_id)
    identity.require(by, Permission.VEHICLE_EDIT, company_id=row.company_id)
    if not reason.strip():
        raise Refused(_("Say why the reading is corrected."), field="reason")
    unit = DistanceUnit(unit or reading.unit)
    checked_number("value", value, NUMBERS["odometer_km"])
    correction = OdometerReading(
        vehicle=row,
        read_on=reading.read_on,
        value=value,
        unit=unit,
        km=units.kilometres(value) if unit == DistanceUnit.MILES else value,
        source=OdometerSource.CORRECTION,
        reason=" ".join(reason.split())[:200],
        corrects=reading,
        created_at=clock.now(),
        created_by=by,
    )
    return _written(correction, is_confirmed=is_confirmed)


def entered_with_the_vehicle(vehicle: Vehicle, by: Any) -> None:
    """The reading told in the vehicle's own form, on the business date; the row is the caller's and not yet saved.

    A figure lower than before is marked, and not asked about: the form shows the old one beside it.
    """
    if vehicle.odometer_km is None:
        vehicle.odometer_on = None
        return
    reading = entry_reading(vehicle, by)
    reading.is_doubtful = queries.is_doubtful(reading)
    reading.save(force_insert=True)
    Vehicle.objects.filter(pk=vehicle.pk).update(odometer_on=reading.read_on)


def entry_reading(vehicle: Vehicle, by: Any) -> OdometerReading:
    """The reading that the vehicle's own form tells, not yet stored."""
    km = vehicle.odometer_km or 0
    return OdometerReading(
        vehicle=vehicle,
        read_on=vehicle.company.business_date,
        value=km,
        unit=DistanceUnit.KILOMETRES,
        km=km,
        source=OdometerSource.ENTRY,
        created_at=clock.now(),
        created_by=by,
    )


def _written(reading: OdometerReading, *, is_confirmed: bool) -> OdometerReading:
    reading.is_doubtful = queries.is_doubtful(reading)
    if reading.is_doubtful and not is_confirmed:
        raise OdometerDoubtful(
            _("The odometer would run backwards. Compare the figure and the date, and confirm if it is really so."),
            field="value",
        )
    try:
        with transaction.atomic():
            reading.save(force_insert=True)
    except IntegrityError as error:
        raise ReadingCorrected(_("Somebody has already corrected this reading.")) from error
    vehicle = reading.vehicle
    last = queries.last_reading(vehicle)
    old = vehicle.odometer_km
    vehicle.odometer_km, vehicle.odometer_on = last.km, last.read_on
    vehicle.version += 1
    vehicle.save(update_fields=["odometer_km", "odometer_on", "version"])
    _tell(reading, old)
    return reading


def _tell(reading: OdometerReading, old: int | None) -> None:
    vehicle, by = reading.vehicle, reading.created_by
    told = {"read_on": reading.read_on, "value": str(reading), "source": reading.source, "reason": reading.reason}
    changes = {name: [None, value] for name, value in told.items() if value}
    if reading.corrects is not None:
        changes["value"] = [str(reading.corrects), str(reading)]
    if vehicle.odometer_km != old:
        changes["odometer_km"] = [old, vehicle.odometer_km]
    audit.record(
        action=f"vehicles.vehicle.{'correct_odometer' if reading.corrects else 'read_odometer'}",
        subject=vehicle,
        by=by,
        company_id=vehicle.company_id,
        changes=changes,
    )
    timeline.record(
        company=vehicle.company,
        subject=audit.key(vehicle),
        kind="change",
        title=CORRECTED if reading.corrects else READ,
        params={"km": reading.km},
        at=clock.now(),
        by=by,
    )
