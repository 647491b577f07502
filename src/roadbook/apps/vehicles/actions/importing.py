"""What an import made, taken back: vehicles and entries of the catalogue on which nothing stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import router, transaction

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles.models import Make, Model, Trim, Vehicle
from roadbook.kit import audit

from .catalogue import require_editor

PARTS = ("vehicles.VehiclePlate", "vehicles.OdometerReading")
"""What belongs to a vehicle and goes with it."""


def pk_of(subject: str) -> int:
    """The id in a plain key."""
    return int(subject.rsplit(":", 1)[1])


@transaction.atomic
def unregister(*, vehicle_ids: Sequence[int], by: Any) -> int:
    """Take vehicles off the register that an import put there; returns how many.

    Their readings are append-only and may go only behind them. The database refuses where something else points at one.

    :raises Forbidden: the user may not change vehicles there.
    """
    vehicles = list(Vehicle.objects.filter(pk__in=vehicle_ids).select_related("make", "model").order_by("pk"))
    for company_id in {vehicle.company_id for vehicle in vehicles}:
        identity.require(by, Permission.VEHICLE_EDIT, company_id=company_id)
    for vehicle in vehicles:
        changes = {"vin": [vehicle.vin, None], "plate": [vehicle.plate, None]}
        audit.record(
            action="vehicles.vehicle.unregister",
            subject=vehicle,
            by=by,
            company_id=vehicle.company_id,
            changes=changes,
        )
    pks = [vehicle.pk for vehicle in vehicles]
    using = router.db_for_write(Vehicle)
    Vehicle.objects.filter(pk__in=pks)._raw_delete(using)  # noqa: SLF001 - the parts follow, in this transaction
    for part in PARTS:
        apps.get_model(part)._base_manager.filter(vehicle__in=pks)._raw_delete(using)  # noqa: SLF001 - append-only
    return len(pks)


@transaction.atomic
def remove_entries(*, subjects: Sequence[str], by: Any) -> int:
    """Take entries off the catalogue that an import put there, lower ones first; one that is used by now stays.

    :raises Forbidden: the user may not change the catalogue.
    """
    require_editor(by)
    removed = 0
    for kind in (Trim, Model, Make):
        label = kind._meta.label_lower
        pks = [pk_of(subject) for subject in subjects if subject.startswith(f"{label}:")]
        for entry in kind.objects.filter(pk__in=pks).order_by("-pk"):
            if not _is_used(entry):
                audit.record(action=f"{label}.remove", subject=entry, by=by, changes={"name": [entry.name, None]})
                entry.delete()
                removed += 1
    return removed


def _is_used(entry: Make | Model | Trim) -> bool:
    """Does anything point at it?"""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: entry}).exists()  # type: ignore[union-attr]  # a model
        for relation in entry._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    )
