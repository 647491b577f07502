"""The page of a vehicle: what all its tabs share, and each of them."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_decimal
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import queries, rules
from roadbook.apps.vehicles.models import OdometerReading, Vehicle
from roadbook.kit import audit, charts, figures
from roadbook.kit.access import requires

PANELS = (("leasing:contract_panel", Permission.CONTRACT_VIEW),)
"""Screens of contexts above that the facts of a vehicle show, by the names of their addresses."""
FILES = ("documents:photos", "documents:attachments")
FEED = "timeline:feed_show"
TABS = (
    ("vehicle_show", _("Vehicle")),
    ("vehicle_papers", _("Papers")),
    ("vehicle_odometer", _("Odometer and plates")),
    ("vehicle_files", _("Photos and files")),
)
SOON, MOST_CHART = 30, 24


@requires(Permission.VEHICLE_VIEW)
@require_GET
def vehicle_show(request: HttpRequest, pk: int) -> HttpResponse:
    vehicle = vehicle_or_404(request, pk)
    held = request.permissions  # type: ignore[attr-defined]  # kit.http.PermissionsMiddleware
    panels = [address_of(name, f"?vehicle={vehicle.pk}") for name, permission in PANELS if permission in held]
    papers = [paper for paper in queries.papers_of(vehicle) if paper.ended_on is None]
    context = {
        "vin": rules.check_vin(vehicle.vin, until=vehicle.company.business_date.year + 1),
        "panels": [panel for panel in panels if panel],
        "title": next((paper for paper in papers if paper.kind == "title"), None),
        "dated": [paper for paper in papers if paper.expires_on],
        "odometer": grouped(vehicle.odometer_km),
    }
    return page(request, vehicle, "vehicle_show", context, papers=papers)


@requires(Permission.VEHICLE_VIEW)
@require_GET
def vehicle_papers(request: HttpRequest, pk: int) -> HttpResponse:
    vehicle = vehicle_or_404(request, pk)
    papers = queries.papers_of(vehicle)
    lines = [(paper, _due(paper)) for paper in papers]
    context = {
        "current": [line for line in lines if line[0].ended_on is None],
        "former": [line for line in lines if line[0].ended_on is not None],
    }
    return page(request, vehicle, "vehicle_papers", context, papers=papers)


@requires(Permission.VEHICLE_VIEW)
@require_GET
def vehicle_odometer(request: HttpRequest, pk: int) -> HttpResponse:
    vehicle = vehicle_or_404(request, pk)
    readings = queries.readings_of(vehicle)
    context = {
        "readings": [(reading, grouped(reading.value), grouped(reading.km)) for reading in readings],
        "chart": _chart(readings),
        "plates": queries.plates_of(vehicle),
    }
    return page(request, vehicle, "vehicle_odometer", context)


@requires(Permission.VEHICLE_VIEW)
@require_GET
def vehicle_files(request: HttpRequest, pk: int) -> HttpResponse:
    vehicle = vehicle_or_404(request, pk)
    panels = [subject_address(name, audit.key(vehicle)) for name in FILES]
    return page(request, vehicle, "vehicle_files", {"panels": [panel for panel in panels if panel]})


def page(
    request: HttpRequest, vehicle: Vehicle, tab: str, context: dict[str, Any], *, papers: list[Any] | None = None
) -> HttpResponse:
    """The vehicle's page with one of its tabs open."""
    subject = audit.key(vehicle)
    may_edit = may.may(request.user, Permission.VEHICLE_EDIT, company_id=vehicle.company_id)
    current = [paper for paper in papers or queries.papers_of(vehicle) if paper.ended_on is None]
    head = {
        "vehicle": vehicle,
        "subject": subject,
        "record_tabs": [
            {"url": reverse(f"vehicles:{name}", args=[vehicle.pk]), "label": label, "is_current": name == tab}
            for name, label in TABS
        ],
        "reminders": [due for paper in current if (due := _due(paper)) and due["days"] <= SOON],
        "feed_url": address_of(FEED, f"?subject={subject}"),
        "may_edit": may_edit,
        "edit_url": reverse("vehicles:vehicle_edit", args=[vehicle.pk]) if may_edit else "",
        "reading_url": reverse("vehicles:reading_create", args=[vehicle.pk]) if may_edit else "",
        "business_date": vehicle.company.business_date,
    }
    return render(request, f"vehicles/{tab}.html", {**head, **context})


def _due(paper: Any) -> dict[str, Any] | None:
    days = paper.days_left(paper.company.business_date)
    if days is None:
        return None
    return {"paper": paper, "days": days, "late": -days, "tone": due_tone(days)}


def due_tone(days: int) -> str:
    """The colour of what expires in so many days."""
    if days < 0:
        return "bad"
    return "warn" if days <= SOON else "info"


def _chart(readings: list[OdometerReading]) -> charts.Chart:
    standing = [one for one in readings if not hasattr(one, "corrected_by")][:MOST_CHART][::-1]
    return charts.Chart(
        labels=tuple(figures.day(one.read_on) for one in standing),
        series=(charts.Series(_("Kilometres"), tuple(one.km for one in standing)),),
        shown=grouped,
        is_line=True,
    )


def vehicle_or_404(request: HttpRequest, pk: int) -> Vehicle:
    try:
        return queries.vehicle_file(request.user, pk)
    except Vehicle.DoesNotExist:
        raise Http404 from None


def editable_or_404(request: HttpRequest, pk: int) -> Vehicle:
    """The vehicle, if the user may also change it."""
    vehicle = vehicle_or_404(request, pk)
    if not may.may(request.user, Permission.VEHICLE_EDIT, company_id=vehicle.company_id):
        raise Http404
    return vehicle


def address_of(name: str, query: str) -> str:
    """The address of a screen of another context; empty where this installation has none."""
    try:
        return reverse(name) + query
    except NoReverseMatch:
        return ""


def subject_address(name: str, subject: str) -> str:
    """The address of a panel about a subject; empty where this installation has none."""
    try:
        return reverse(name, args=[subject])
    except NoReverseMatch:
        return ""


def grouped(number: int | None) -> str:
    """A whole number as the reader's language groups its digits."""
    if number is None:
        return ""
    return str(format_decimal(number, locale=figures.locale())).replace("\u202f", "\u00a0")
