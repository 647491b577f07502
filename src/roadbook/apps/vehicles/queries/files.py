"""The register of vehicles and the file of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import rules
from roadbook.apps.vehicles.enums import PaperKind
from roadbook.apps.vehicles.models import OdometerReading, Vehicle, VehicleDocument, VehiclePlate, VehicleQuerySet
from roadbook.kit import clock, text


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


@dataclass(frozen=True)
class VinEcho:
    """``problem`` says why the number cannot be; ``twin`` is the vehicle that already has it.

    ``is_transcribed``: it was typed with Cyrillic letters, which were read as the Latin ones that they look like.
    """

    problem: str = ""
    vin: rules.Vin | None = None
    twin: Vehicle | None = None
    is_transcribed: bool = False


def vin_echo(user: Any, typed: str, *, but: int = 0) -> VinEcho | None:
    """What a VIN tells, or why it cannot be; None when nothing is typed yet."""
    if not typed.strip():
        return None
    try:
        vin = rules.check_vin(typed, until=clock.today().year + 1)
    except rules.VinRefused as refusal:
        return VinEcho(problem=str(refusal))
    twin = register(user).filter(vin=vin.normalised).exclude(pk=but).first()
    is_transcribed = not typed.isascii()
    return VinEcho(vin=vin, twin=twin, is_transcribed=is_transcribed)


def plate_twins(user: Any, typed: str, *, but: int = 0) -> list[Vehicle]:
    """Vehicles that bear this plate now, on either keyboard: a plate is not unique, but two are worth a look."""
    plate = text.latin_plate(typed)
    if not plate:
        return []
    return list(register(user).filter(plate=plate).exclude(pk=but).order_by("pk")[:3])


def plates_of(vehicle: Vehicle) -> list[VehiclePlate]:
    """The plates that it bears and bore, the present one first."""
    return list(vehicle.plates.select_related("created_by").order_by("-from_on", "-pk"))


def papers_of(vehicle: Vehicle) -> list[VehicleDocument]:
    """Its papers: those that count by kind, then those that no longer do, the latest first."""
    rows = vehicle.papers.select_related("vehicle", "company").order_by("-issued_on", "-pk")
    order = list(PaperKind.values)
    return sorted(rows, key=lambda one: (one.ended_on is not None, order.index(one.kind)))


def paper(user: Any, pk: int) -> VehicleDocument:
    """One paper of a vehicle that the user may see.

    :raises VehicleDocument.DoesNotExist: there is none, or it is another company's.
    """
    rows = VehicleDocument.objects.visible_to(user).select_related("vehicle__make", "vehicle__model", "company")
    found: VehicleDocument = rows.get(pk=pk)
    return found


def expiring(user: Any) -> Any:
    """Papers that count and expire, with the vehicle of each."""
    rows = VehicleDocument.objects.visible_to(user).current().filter(expires_on__isnull=False)
    return rows.select_related("company", "vehicle__make", "vehicle__model")


def latest_business_date(user: Any) -> date:
    """The latest date on which a company books whose vehicles the user may see; without one, today."""
    books = identity.companies(user, Permission.VEHICLE_VIEW).order_by("-business_date")
    found: date | None = books.values_list("business_date", flat=True).first()
    return found or clock.today()


def reading(user: Any, pk: int) -> OdometerReading:
    """One odometer reading of a vehicle that the user may see.

    :raises OdometerReading.DoesNotExist: there is none, or it is another company's.
    """
    vehicles = Vehicle.objects.visible_to(user)
    rows = OdometerReading.objects.filter(vehicle__in=vehicles)
    return rows.select_related("vehicle__company", "vehicle__make", "vehicle__model").get(pk=pk)
