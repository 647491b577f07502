"""Vehicles and the catalogue from files: many at once as if one by one, and taken back while nothing stands on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, router, transaction

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.vehicles.models import Make, Model, OdometerReading, Trim, Vehicle, VehiclePlate
from roadbook.kit import audit, clock
from roadbook.kit.errors import Refused
from roadbook.kit.models import AuditEntry

from . import odometer
from .catalogue import Names, require_editor
from .filling import fill
from .filling import told as on_register
from .registering import REGISTERED, DuplicateVehicle, register_vehicle
from .searching import search_text

PARTS = ("vehicles.VehiclePlate", "vehicles.OdometerReading")
"""What belongs to a vehicle and goes with it."""


def pk_of(subject: str) -> int:
    """The id in a plain key."""
    return int(subject.rsplit(":", 1)[1])


def register_many(
    *, company: Company, by: Any, told: Sequence[Mapping[str, Any]], brought: dict[str, list[str]] | None = None
) -> list[Vehicle | Refused]:
    """Register a vehicle for each (``FIELDS``), with some statements for all; who is refused comes back as the refusal.

    The rows are those that ``register_vehicle`` makes, and so are audit and feed. ``brought`` takes the plain keys of
    makes and models that a VIN put into the catalogue.

    :raises Forbidden: the user may not enter vehicles there.
    """
    identity.require(by, Permission.VEHICLE_EDIT, company_id=company.pk)
    found: dict[int, Vehicle | Refused] = {}
    try:
        with transaction.atomic():
            entries: dict[str, list[str]] = {}
            passed = _passed(told, company, by, found, entries)
            _enter(list(passed.values()), company, by)
            found |= passed
        if brought is not None:
            brought |= entries
    except IntegrityError:
        # Somebody entered one of them a moment ago: one by one, so that only that one is refused.
        found |= {place: _alone(said, company, by) for place, said in enumerate(told)}
    return [found[place] for place in range(len(told))]


def _passed(
    told: Sequence[Mapping[str, Any]],
    company: Company,
    by: Any,
    found: dict[int, Vehicle | Refused],
    brought: dict[str, list[str]],
) -> dict[int, Vehicle]:
    """Those that can be so and are not on the register; the others are refused in ``found``."""
    names, now, passed = Names(), clock.now(), {}
    for place, said in enumerate(told):
        vehicle = Vehicle(company=company, created_at=now, created_by=by)
        try:
            with transaction.atomic():
                fill(vehicle, said, {}, names)
        except Refused as refusal:
            found[place] = refusal
            names.forget_new()
            continue
        if new := names.take_new():
            brought[vehicle.vin] = [audit.key(one) for one in new]
        vehicle.search_text = search_text(vehicle)
        passed[place] = vehicle
    known = Vehicle.objects.filter(company=company, vin__in=[one.vin for one in passed.values()])
    twins = {one.vin: one for one in known.select_related("make", "model")}
    for place in [place for place, one in passed.items() if one.vin in twins]:
        found[place] = DuplicateVehicle(twins[passed.pop(place).vin])
    return passed


def _alone(said: Mapping[str, Any], company: Company, by: Any) -> Vehicle | Refused:
    try:
        return register_vehicle(company=company, by=by, **said)
    except Refused as refusal:
        return refusal


def _enter(vehicles: Sequence[Vehicle], company: Company, by: Any) -> None:
    now = clock.now()
    for vehicle in vehicles:
        vehicle.odometer_on = company.business_date if vehicle.odometer_km is not None else None
    Vehicle.objects.bulk_create(vehicles)
    VehiclePlate.objects.bulk_create(
        VehiclePlate(
            vehicle=one,
            plate=one.plate,
            from_on=one.first_registered_on or company.business_date,
            created_at=now,
            created_by=by,
        )
        for one in vehicles
        if one.plate
    )
    OdometerReading.objects.bulk_create(
        odometer.entry_reading(one, by) for one in vehicles if one.odometer_km is not None
    )
    acts = [audit.Act(one, audit.diff({}, on_register(one))) for one in vehicles]
    audit.record_all(action="vehicles.vehicle.register", acts=acts, by=by, company_id=company.pk)
    subjects = [audit.key(one) for one in vehicles]
    timeline.record_all(company=company, subjects=subjects, kind="change", title=REGISTERED, at=now, by=by)


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
def take_back_brought(*, subjects: Sequence[str], by: Any) -> list[str]:
    """Take makes and models off the catalogue again that vehicles brought; returns the names of those that stay.

    They stay when something hangs on them or somebody changed them by hand. Whoever took the vehicles back may do it.
    """
    stay = []
    for kind in (Model, Make):
        label = kind._meta.label_lower
        for entry in kind.objects.filter(pk__in=[pk_of(one) for one in subjects if one.startswith(f"{label}:")]):
            if _is_used(entry) or AuditEntry.objects.filter(subject=audit.key(entry)).exists():
                stay.append(f"{entry.make} {entry}" if isinstance(entry, Model) else str(entry))
                continue
            audit.record(action=f"{label}.remove", subject=entry, by=by, changes={"name": [entry.name, None]})
            entry.delete()
    return stay


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
