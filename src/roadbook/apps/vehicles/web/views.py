"""Screens of vehicles: the register, the file, entering and changing."""

from __future__ import annotations

from typing import Any, cast

from babel.numbers import format_decimal
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import actions, queries, rules
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import audit, figures, lists
from roadbook.kit.access import requires
from roadbook.kit.forms import handle

from .forms import VehicleForm
from .tables import VehicleTable


@requires(Permission.VEHICLE_VIEW)
@require_GET
def vehicle_list(request: HttpRequest) -> HttpResponse:
    rows = queries.register(request.user)
    return lists.render(request, VehicleTable(), rows, template="vehicles/vehicle_list.html")


@requires(Permission.VEHICLE_VIEW)
@require_GET
def vehicle_show(request: HttpRequest, pk: int) -> HttpResponse:
    vehicle = _vehicle(request, pk)
    context = {
        "vehicle": vehicle,
        "vin": rules.check_vin(vehicle.vin),
        "subject": audit.key(vehicle),
        "odometer": _grouped(vehicle.odometer_km),
        "may_edit": may.may(request.user, Permission.VEHICLE_EDIT, company_id=vehicle.company_id),
    }
    return render(request, "vehicles/vehicle_show.html", context)


@requires(Permission.VEHICLE_EDIT)
def vehicle_create(request: HttpRequest) -> HttpResponse:
    companies = list(identity.companies(request.user, Permission.VEHICLE_EDIT))
    form = VehicleForm(request.POST or None, initial={"company": companies[0]} if companies else {})
    form.offer(company=identity.companies(request.user, Permission.VEHICLE_EDIT))
    if len(companies) == 1:
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
    vehicle = _vehicle(request, pk)
    if not may.may(request.user, Permission.VEHICLE_EDIT, company_id=vehicle.company_id):
        raise Http404
    known = actions.told(vehicle)
    form = VehicleForm(request.POST or None, initial={**known, "version": vehicle.version})
    del form.fields["company"]
    form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, label=_("Version"))
    context = {**_catalogue(), "vehicle": vehicle}

    def act(_answers: dict[str, Any]) -> str:
        try:
            actions.change_vehicle(vehicle=vehicle, by=request.user, **form.answers())
        except actions.VehicleChangedMeanwhile:
            context["differences"] = form.theirs(known)
            _see_present_version(form, vehicle.version)
            raise
        except actions.DuplicateVehicle as duplicate:
            raise _linked(duplicate) from None
        return reverse("vehicles:vehicle_show", args=[pk])

    return handle(request, form, act, "vehicles/vehicle_form.html", context)


@requires(Permission.VEHICLE_EDIT)
@require_GET
def vin_check(request: HttpRequest) -> HttpResponse:
    """What a VIN tells while it is being typed."""
    echo = queries.vin_echo(request.user, request.GET.get("vin", ""))
    return render(request, "vehicles/vin_echo.html", {"echo": echo})


def _vehicle(request: HttpRequest, pk: int) -> Vehicle:
    try:
        return queries.vehicle_file(request.user, pk)
    except Vehicle.DoesNotExist:
        raise Http404 from None


def _grouped(number: int | None) -> str:
    """A whole number as the reader's language groups its digits."""
    if number is None:
        return ""
    return str(format_decimal(number, locale=figures.locale())).replace("\u202f", "\u00a0")


def _catalogue() -> dict[str, Any]:
    return {"makes": queries.make_names(), "models": queries.model_names()}


def _linked(duplicate: actions.DuplicateVehicle) -> actions.DuplicateVehicle:
    """The refusal with a way to the vehicle that has the number: who may enter vehicles there may also see them."""
    address = reverse("vehicles:vehicle_show", args=[duplicate.vehicle_id])
    duplicate.message = format_html('<a href="{}">{}</a>', address, duplicate.message)
    return duplicate


def _see_present_version(form: VehicleForm, version: int) -> None:
    """The editor has now been shown what is on the register: sent again, the form may overwrite it."""
    data = cast("QueryDict", form.data).copy()
    data["version"] = str(version)
    form.data = data
