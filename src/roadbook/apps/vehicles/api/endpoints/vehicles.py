"""Vehicles under /api/v1/vehicles."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Query, Router, Status

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import actions, queries, rules
from roadbook.apps.vehicles.api.schemas import VehicleChangeIn, VehicleDetails, VehicleIn, VehicleOut
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, Text, idempotent, page

router = Router(tags=["vehicles"])
Search = Annotated[Text, Query("", max_length=100, description="VIN, plate in Latin or Cyrillic letters, make, model")]
NEVER_EMPTY = {"vin", "make", "model"}
DERIVED = ("power_unit", "odometer_on", "catalogue_trim_id")


@router.get("", response={200: Page[VehicleOut], **RESPONSES}, operation_id="vehicle_list", summary="Vehicles")
def list_vehicles(request: HttpRequest, search: Search = "", cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """The vehicles that the caller may see, newest first."""
    need(request, Permission.VEHICLE_VIEW)
    found = queries.register(request.user)
    shown = page(request, found.search(search) if search else found, cursor, limit)
    return {**shown, "items": [_out(vehicle) for vehicle in shown["items"]]}


@router.post("", response={201: VehicleOut, **RESPONSES}, operation_id="vehicle_create", summary="Register a vehicle")
@idempotent
def create_vehicle(request: HttpRequest, payload: VehicleIn) -> Any:
    """Put a vehicle on the register of a company. A VIN that the company already has answers 409."""
    need(request, Permission.VEHICLE_EDIT)
    company = identity.companies(request.user, Permission.VEHICLE_EDIT).filter(pk=payload.company_id).first()
    if company is None:
        raise Http404
    told = {**_told(payload), "company": company}
    told.pop("company_id")
    return Status(201, _out(actions.register_vehicle(by=request.user, **told)))


@router.get(
    "/{vehicle_id}", response={200: VehicleOut, **RESPONSES}, operation_id="vehicle_show", summary="One vehicle"
)
def show_vehicle(request: HttpRequest, vehicle_id: Key) -> Any:
    """One vehicle with what its VIN tells."""
    need(request, Permission.VEHICLE_VIEW)
    return _out(vehicle_or_404(request, vehicle_id))


@router.patch(
    "/{vehicle_id}", response={200: VehicleOut, **RESPONSES}, operation_id="vehicle_change", summary="Change a vehicle"
)
def change_vehicle(request: HttpRequest, vehicle_id: Key, payload: VehicleChangeIn) -> Any:
    """Change what is sent. An outdated ``version`` answers 409 and changes nothing."""
    need(request, Permission.VEHICLE_EDIT)
    vehicle = vehicle_or_404(request, vehicle_id)
    return _out(actions.change_vehicle(vehicle=vehicle, by=request.user, **_told(payload)))


def need(request: HttpRequest, permission: str) -> None:
    """403 for those who hold the permission nowhere; rows of other companies are 404."""
    if not identity.scope(request.user, permission).any_company_ids:
        raise PermissionDenied(permission)


def vehicle_or_404(request: HttpRequest, pk: int) -> Vehicle:
    try:
        return queries.vehicle_file(request.user, pk)
    except Vehicle.DoesNotExist:
        raise Http404 from None


def _told(payload: VehicleDetails) -> dict[str, Any]:
    """What was sent, in the words of the action: a choice that is null is an empty one."""
    sent = payload.dict(exclude_unset=True)
    told = {name: "" if value is None and name in actions.CHOICES else value for name, value in sent.items()}
    return {name: value for name, value in told.items() if not (value is None and name in NEVER_EMPTY)}


def _out(vehicle: Vehicle) -> dict[str, Any]:
    vin = rules.check_vin(vehicle.vin, until=vehicle.company.business_date.year + 1)
    return {
        **actions.told(vehicle),
        **{name: getattr(vehicle, name) for name in DERIVED},
        "id": vehicle.pk,
        "company_id": vehicle.company_id,
        "version": vehicle.version,
        "origin": vin.origin,
        "model_years": list(vin.model_years),
        "warnings": [str(warning) for warning in vin.warnings],
    }
