"""Papers, odometer readings and plates of a vehicle."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import actions, queries
from roadbook.apps.vehicles.enums import PaperKind
from roadbook.apps.vehicles.models import OdometerReading, VehicleDocument
from roadbook.apps.vehicles.web.forms import ChangedPaperForm, CorrectionForm, NewPaperForm, PlateForm, ReadingForm
from roadbook.kit.access import requires
from roadbook.kit.forms import handle

from .record import editable_or_404


def _tab(name: str, pk: int) -> str:
    return reverse(f"vehicles:{name}", args=[pk])


@requires(Permission.VEHICLE_EDIT)
def paper_create(request: HttpRequest, pk: int) -> HttpResponse:
    vehicle = editable_or_404(request, pk)
    kind = request.GET.get("kind", "")
    initial = {"kind": kind} if kind in PaperKind.values else {}
    form = NewPaperForm(request.POST or None, initial=initial)

    def act(answers: dict[str, Any]) -> str:
        actions.add_paper(vehicle=vehicle, by=request.user, **answers)
        return _tab("vehicle_papers", pk)

    return handle(request, form, act, "vehicles/paper_form.html", {"vehicle": vehicle})


@requires(Permission.VEHICLE_EDIT)
def paper_edit(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper(request, pk)
    form = ChangedPaperForm(request.POST or None, initial=_initial(paper))

    def act(answers: dict[str, Any]) -> str:
        actions.change_paper(paper=paper, by=request.user, **answers)
        return _tab("vehicle_papers", paper.vehicle_id)

    context = {"vehicle": paper.vehicle, "paper": paper}
    return handle(
        request, form, act, "vehicles/paper_form.html", context, current=lambda: _initial(_paper(request, pk))
    )


@requires(Permission.VEHICLE_EDIT)
@require_POST
def paper_end(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper(request, pk)
    if paper.ended_on is None:
        actions.end_paper(paper=paper, by=request.user, on=paper.company.business_date)
    return HttpResponseRedirect(_tab("vehicle_papers", paper.vehicle_id))


@requires(Permission.VEHICLE_EDIT)
def reading_create(request: HttpRequest, pk: int) -> HttpResponse:
    vehicle = editable_or_404(request, pk)
    initial = {"on": vehicle.company.business_date, "source": "service", "unit": "km"}
    form = ReadingForm(request.POST or None, initial=initial)
    _ask_only_if_needed(form)

    def act(answers: dict[str, Any]) -> str:
        try:
            actions.read_odometer(vehicle=vehicle, by=request.user, **answers)
        except actions.OdometerDoubtful:
            form.asks = True
            raise
        return _tab("vehicle_odometer", pk)

    return handle(request, form, act, "vehicles/reading_form.html", {"vehicle": vehicle})


@requires(Permission.VEHICLE_EDIT)
def reading_correct(request: HttpRequest, pk: int) -> HttpResponse:
    reading = _reading(request, pk)
    form = CorrectionForm(request.POST or None, initial={"value": reading.value, "unit": reading.unit})
    _ask_only_if_needed(form)

    def act(answers: dict[str, Any]) -> str:
        try:
            actions.correct_odometer(reading=reading, by=request.user, **answers)
        except actions.OdometerDoubtful:
            form.asks = True
            raise
        return _tab("vehicle_odometer", reading.vehicle_id)

    context = {"vehicle": reading.vehicle, "reading": reading}
    return handle(request, form, act, "vehicles/reading_form.html", context)


@requires(Permission.VEHICLE_EDIT)
def plate_change(request: HttpRequest, pk: int) -> HttpResponse:
    vehicle = editable_or_404(request, pk)
    form = PlateForm(request.POST or None, initial={"on": vehicle.company.business_date})

    def act(answers: dict[str, Any]) -> str:
        actions.change_plate(vehicle=vehicle, by=request.user, **answers)
        return _tab("vehicle_odometer", pk)

    return handle(request, form, act, "vehicles/plate_form.html", {"vehicle": vehicle})


def _ask_only_if_needed(form: ReadingForm | CorrectionForm) -> None:
    form.asks = bool(form.data.get("is_confirmed"))


def _initial(paper: VehicleDocument) -> dict[str, Any]:
    return {**actions.told_paper(paper), "version": paper.version}


def _paper(request: HttpRequest, pk: int) -> VehicleDocument:
    try:
        paper = queries.paper(request.user, pk)
    except VehicleDocument.DoesNotExist:
        raise Http404 from None
    if not may.may(request.user, Permission.VEHICLE_EDIT, company_id=paper.company_id):
        raise Http404
    return paper


def _reading(request: HttpRequest, pk: int) -> OdometerReading:
    try:
        reading = queries.reading(request.user, pk)
    except OdometerReading.DoesNotExist:
        raise Http404 from None
    if not may.may(request.user, Permission.VEHICLE_EDIT, company_id=reading.vehicle.company_id):
        raise Http404
    return reading
