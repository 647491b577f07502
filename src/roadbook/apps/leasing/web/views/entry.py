"""Entering a contract: the form, its live preview, and the search boxes for client and vehicle."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.models import Contract
from roadbook.apps.leasing.web.forms import ContractForm, due_day_of
from roadbook.apps.leasing.web.forms.contracts import copied, given
from roadbook.apps.leasing.web.forms.party_rows import parties_of
from roadbook.kit import forms
from roadbook.kit.access import requires

from .preview import preview_of


@requires("contract.edit")
def contract_create(request: HttpRequest) -> HttpResponse:
    """``?copy=`` a contract: begin with what that one says, about another vehicle."""
    form = ContractForm(request.POST or None, user=request.user, given=_begun(request))

    def act(values: dict[str, Any]) -> str:
        contract = actions.draft_contract(**_parts(values), terms=form.terms, by=request.user)
        return reverse("leasing:contract_show", args=[contract.pk])

    return forms.handle(request, form, act, "leasing/contract_form.html", preview_of(form))


@requires("contract.edit")
def contract_edit(request: HttpRequest, pk: int) -> HttpResponse:
    contract = get_object_or_404(queries.contract_file(request.user), pk=pk)
    if not contract.is_open_to_change:
        messages.error(request, _("Only a draft can be changed."))
        return redirect("leasing:contract_show", pk=pk)
    begins = {**_shown(contract), **request.GET.dict()}
    form = ContractForm(request.POST or None, user=request.user, given=begins, contract=contract)

    def act(values: dict[str, Any]) -> str:
        actions.change_draft(
            contract=contract,
            version=values["version"],
            **_parts(values),
            terms=form.terms,
            by=request.user,
        )
        return reverse("leasing:contract_show", args=[pk])

    def current() -> dict[str, Any]:
        return given(queries.contract_file(request.user).get(pk=pk))

    context = {"contract": contract, **preview_of(form, contract)}
    return forms.handle(request, form, act, "leasing/contract_form.html", context, current)


@requires("contract.edit")
@require_GET
def contract_preview(request: HttpRequest) -> HttpResponse:
    """What it will cost, beside the form; fields that the server computes come along and replace themselves."""
    form = ContractForm(request.GET, user=request.user, given={})
    context = {"form": form, **preview_of(form), "is_live": True}
    return render(request, "leasing/contract_preview.html", context)


@requires("contract.edit")
@require_http_methods(["GET", "POST"])
def client_pick(request: HttpRequest) -> HttpResponse:
    asked = forms.sought(request)
    found = queries.find_clients(request.user, asked.key("company"), asked.words, pk=asked.pk)
    return forms.offered(request, ((one.pk, one.name, one.number) for one in found))


@requires("contract.edit")
@require_http_methods(["GET", "POST"])
def vehicle_pick(request: HttpRequest) -> HttpResponse:
    asked = forms.sought(request)
    found = queries.find_vehicles(request.user, asked.key("company"), asked.words, pk=asked.pk)
    return forms.offered(request, ((one.pk, str(one), one.plate or one.vin) for one in found))


def _begun(request: HttpRequest) -> dict[str, Any]:
    """What the address says, over what is copied."""
    pk = request.GET.get("copy", "")
    source = queries.contract_file(request.user).filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() else None
    return {**(copied(source) if source else {}), **request.GET.dict()}


def _parts(values: dict[str, Any]) -> dict[str, Any]:
    parts = {name: values[name] for name in ("branch", "client", "vehicle", "product")}
    return {**parts, "parties": parties_of(values)}


def _shown(contract: Contract) -> dict[str, Any]:
    """A draft as the form shows it, with the day that its first due date stands for."""
    day = due_day_of(contract.first_due_on)
    return {**given(contract), "due_day": day, "due_day_before": day}
