"""Plates change with the days on which they were changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.vehicles.events import VehicleChanged
from roadbook.apps.vehicles.models import Vehicle, VehiclePlate
from roadbook.kit import audit, clock
from roadbook.kit.events import publish

from .filling import VehicleRefused, checked_past, checked_plate
from .searching import search_text

CHANGED = gettext_noop("Plate changed: %(plate)s")
TAKEN_OFF = gettext_noop("Plate taken off")


@transaction.atomic
def change_plate(*, vehicle: Vehicle, by: Any, plate: str, on: date) -> Vehicle:
    """Give the vehicle another plate from a day on; an empty one says that it bears none.

    :raises VehicleRefused: the plate or the day cannot be so, or it is the plate that it bears.
    """
    row = Vehicle.objects.locked(vehicle.pk)
    identity.require(by, Permission.VEHICLE_EDIT, company_id=row.company_id)
    old, row.plate = row.plate, checked_plate(plate)
    if row.plate == old:
        raise VehicleRefused(_("The vehicle bears this plate already."), field="plate")
    checked_past("on", on, row.company.business_date)
    follow_plate(row, on=on, by=by)
    row.search_text = search_text(row)
    row.version += 1
    row.save(update_fields=["plate", "search_text", "version"])
    audit.record(
        action="vehicles.vehicle.change_plate",
        subject=row,
        by=by,
        company_id=row.company_id,
        changes={"plate": [old, row.plate], "from_on": [None, on]},
    )
    publish(VehicleChanged(vehicle_id=row.pk, company_id=row.company_id, fields="plate"))
    timeline.record(
        company=row.company,
        subject=audit.key(row),
        kind="change",
        title=CHANGED if row.plate else TAKEN_OFF,
        params={"plate": row.plate} if row.plate else {},
        at=clock.now(),
        by=by,
    )
    return row


def follow_plate(vehicle: Vehicle, *, on: date, by: Any) -> None:
    """End the plate that the vehicle bore and begin the one that it bears now, in the caller's transaction.

    :raises VehicleRefused: the present plate began after that day.
    """
    present = vehicle.plates.filter(to_on__isnull=True).first()
    if present is not None:
        if present.plate == vehicle.plate:
            return
        if present.from_on > on:
            raise VehicleRefused(_("The present plate is borne since a later day."), field="on")
        VehiclePlate.objects.filter(pk=present.pk).update(to_on=on)
    if vehicle.plate:
        VehiclePlate.objects.create(
            vehicle=vehicle, plate=vehicle.plate, from_on=on, created_at=clock.now(), created_by=by
        )
