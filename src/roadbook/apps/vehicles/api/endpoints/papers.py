"""Papers, odometer readings and plates under /api/v1/vehicles."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Status

from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import actions, queries
from roadbook.apps.vehicles.api.schemas import (
    CorrectionIn,
    PaperChangeIn,
    PaperEndIn,
    PaperIn,
    PaperOut,
    PlateIn,
    PlateOut,
    ReadingIn,
    ReadingOut,
)
from roadbook.apps.vehicles.models import OdometerReading, VehicleDocument
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

from .vehicles import need, router, vehicle_or_404


@router.get(
    "/papers/expiring",
    response={200: Page[PaperOut], **RESPONSES},
    operation_id="paper_expiring",
    summary="What expires",
)
def list_expiring(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """Papers that count and expire, the earliest first."""
    need(request, Permission.VEHICLE_VIEW)
    return page(request, queries.expiring(request.user), cursor, limit, order="expires_on")


@router.get(
    "/{vehicle_id}/papers", response={200: list[PaperOut], **RESPONSES}, operation_id="paper_list", summary="Papers"
)
def list_papers(request: HttpRequest, vehicle_id: Key) -> Any:
    """The papers of a vehicle: those that count, then the former ones."""
    need(request, Permission.VEHICLE_VIEW)
    return queries.papers_of(vehicle_or_404(request, vehicle_id))


@router.post(
    "/{vehicle_id}/papers",
    response={201: PaperOut, **RESPONSES},
    operation_id="paper_create",
    summary="Enter a paper",
)
@idempotent
def create_paper(request: HttpRequest, vehicle_id: Key, payload: PaperIn) -> Any:
    """Enter a paper of a vehicle."""
    need(request, Permission.VEHICLE_EDIT)
    vehicle = vehicle_or_404(request, vehicle_id)
    return Status(201, actions.add_paper(vehicle=vehicle, by=request.user, **payload.dict(exclude_unset=True)))


@router.patch(
    "/papers/{paper_id}", response={200: PaperOut, **RESPONSES}, operation_id="paper_change", summary="Change a paper"
)
def change_paper(request: HttpRequest, paper_id: Key, payload: PaperChangeIn) -> Any:
    """Change what is sent: what it says, where it is."""
    need(request, Permission.VEHICLE_EDIT)
    paper = _paper(request, paper_id)
    return actions.change_paper(paper=paper, by=request.user, **payload.dict(exclude_unset=True))


@router.post(
    "/papers/{paper_id}/end",
    response={200: PaperOut, **RESPONSES},
    operation_id="paper_end",
    summary="Take a paper off the list",
)
@idempotent
def end_paper(request: HttpRequest, paper_id: Key, payload: PaperEndIn) -> Any:
    """It no longer counts since a day, and no longer reminds."""
    need(request, Permission.VEHICLE_EDIT)
    return Status(200, actions.end_paper(paper=_paper(request, paper_id), by=request.user, on=payload.on))


@router.get(
    "/{vehicle_id}/odometer",
    response={200: list[ReadingOut], **RESPONSES},
    operation_id="reading_list",
    summary="Odometer readings",
)
def list_readings(request: HttpRequest, vehicle_id: Key) -> Any:
    """Every reading, corrected ones too, the latest first."""
    need(request, Permission.VEHICLE_VIEW)
    return queries.readings_of(vehicle_or_404(request, vehicle_id))


@router.post(
    "/{vehicle_id}/odometer",
    response={201: ReadingOut, **RESPONSES},
    operation_id="reading_create",
    summary="Write down a reading",
)
@idempotent
def create_reading(request: HttpRequest, vehicle_id: Key, payload: ReadingIn) -> Any:
    """Write down what the odometer showed on a day."""
    need(request, Permission.VEHICLE_EDIT)
    vehicle = vehicle_or_404(request, vehicle_id)
    return Status(201, actions.read_odometer(vehicle=vehicle, by=request.user, **payload.dict()))


@router.post(
    "/odometer/{reading_id}/correct",
    response={201: ReadingOut, **RESPONSES},
    operation_id="reading_correct",
    summary="Correct a reading",
)
@idempotent
def correct_reading(request: HttpRequest, reading_id: Key, payload: CorrectionIn) -> Any:
    """Put another figure in its place; the reading stays to be seen. Corrected already answers 409."""
    need(request, Permission.VEHICLE_EDIT)
    try:
        reading = queries.reading(request.user, reading_id)
    except OdometerReading.DoesNotExist:
        raise Http404 from None
    told = {**payload.dict(), "unit": payload.unit or ""}
    return Status(201, actions.correct_odometer(reading=reading, by=request.user, **told))


@router.get(
    "/{vehicle_id}/plates", response={200: list[PlateOut], **RESPONSES}, operation_id="plate_list", summary="Plates"
)
def list_plates(request: HttpRequest, vehicle_id: Key) -> Any:
    """The plates that it bears and bore, the present one first."""
    need(request, Permission.VEHICLE_VIEW)
    return queries.plates_of(vehicle_or_404(request, vehicle_id))


@router.post(
    "/{vehicle_id}/plates",
    response={201: list[PlateOut], **RESPONSES},
    operation_id="plate_change",
    summary="Change the plate",
)
@idempotent
def change_plate(request: HttpRequest, vehicle_id: Key, payload: PlateIn) -> Any:
    """Give it another plate from a day on."""
    need(request, Permission.VEHICLE_EDIT)
    vehicle = vehicle_or_404(request, vehicle_id)
    changed = actions.change_plate(vehicle=vehicle, by=request.user, **payload.dict())
    return Status(201, queries.plates_of(changed))


def _paper(request: HttpRequest, pk: int) -> VehicleDocument:
    try:
        return queries.paper(request.user, pk)
    except VehicleDocument.DoesNotExist:
        raise Http404 from None
