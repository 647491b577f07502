"""The register of vehicles, entering and changing one, and what is told while typing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import actions, queries
from roadbook.apps.vehicles.models import Vehicle
from roadbook.apps.vehicles.web.forms import VehicleForm
from roadbook.apps.vehicles.web.tables import ExpiringTable, VehicleTable
from roadbook.kit import lists
from roadbook.kit.access import requires
from roadbook.kit.forms import handle

from .record import editable_or_404


@requires(Permission.VEHICLE_VIEW)
@require_GET
def vehicle_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, VehicleTable(), template="vehicles/vehicle_list.html")


@requires(Permission.VEHICLE_VIEW)
@require_GET
def expiring_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("expires_on.in", "")
    spans = [{"code": code, "label": label, "is_current": code == asked} for code, label in ExpiringTable.SPANS]
    return lists.render(request, ExpiringTable(), template="vehicles/expiring_list.html", context={"spans": spans})


@requires(Permission.VEHICLE_EDIT)
def vehicle_create(request: HttpRequest) -> HttpResponse:
    offered = identity.companies(request.user, Permission.VEHICLE_EDIT)
    companies = list(offered)
    asked = next((one for one in companies if str(one.pk) == request.GET.get("company")), None)
    initial = {"company": asked or companies[0]} if companies else {}
    form = VehicleForm(request.POST or None, initial=initial)
    form.offer(company=offered)
    if len(companies) == 1 or asked:
        form.fields["company"].widget = forms.HiddenInput()

    def act(_answers: dict[str, Any]) -> str:
        try:
            vehicle = actions.register_vehicle(by=request.user, **form.answers())
        except actions.DuplicateVehicle as duplicate:
            raise _linked(duplicate) from None
        return reverse("vehicles:vehicle_show", args=[vehicle.pk])

    return handle(request, form, act, "vehicles/vehicle_form.html", _catalogue())


@requires(Permission.VEHICLE_EDIT)
def vehicle_edit(request: HttpRequest, pk: int) -> HttpResponse:
    vehicle = editable_or_404(request, pk)
    form = VehicleForm(request.POST or None, initial=_initial(vehicle))
    form.is_of_an_existing_vehicle()

    def act(_answers: dict[str, Any]) -> str:
        try:
            actions.change_vehicle(vehicle=vehicle, by=request.user, **form.answers())
        except actions.DuplicateVehicle as duplicate:
            raise _linked(duplicate) from None
        return reverse("vehicles:vehicle_show", args=[pk])

    def current() -> dict[str, Any]:
        return _initial(queries.vehicle_file(request.user, pk))

    context = {**_catalogue(), "vehicle": vehicle}
    return handle(request, form, act, "vehicles/vehicle_form.html", context, current=current)


@requires(Permission.VEHICLE_EDIT)
@require_GET
def vin_check(request: HttpRequest) -> HttpResponse:
    """What VIN and plate tell while they are being typed."""
    asked = request.GET
    but = int(asked.get("vehicle", "0")) if asked.get("vehicle", "").isdecimal() else 0
    context = {
        "echo": queries.vin_echo(request.user, asked.get("vin", ""), but=but),
        "plate_twins": queries.plate_twins(request.user, asked.get("plate", ""), but=but),
    }
    return render(request, "vehicles/vin_echo.html", context)


@requires(Permission.VEHICLE_EDIT)
@require_GET
def trim_check(request: HttpRequest) -> HttpResponse:
    """What the catalogue knows of make, model and trim while they are being typed."""
    make, model, trim = (request.GET.get(name, "") for name in ("make", "model", "trim"))
    context = {
        "models": queries.model_names(make),
        "trims": queries.trims_of(make, model),
        "trim": queries.trim_named(make, model, trim),
    }
    return render(request, "vehicles/trim_echo.html", context)


def _initial(vehicle: Vehicle) -> dict[str, Any]:
    return {**actions.told(vehicle), "version": vehicle.version}


def _catalogue() -> dict[str, Any]:
    return {"makes": queries.make_names()}


def _linked(duplicate: actions.DuplicateVehicle) -> actions.DuplicateVehicle:
    """The refusal with a way to the vehicle that has the number: who may enter vehicles there may also see them."""
    address = reverse("vehicles:vehicle_show", args=[duplicate.vehicle_id])
    duplicate.message = format_html('<a href="{}">{}</a>', address, duplicate.message)
    return duplicate
