"""Handing a vehicle over and taking it back, closing and terminating a contract."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import actions, queries, rules
from roadbook.apps.leasing.enums import ContractEvent, ContractState
from roadbook.apps.leasing.models import Contract
from roadbook.apps.leasing.queries import accrued, ending, starting
from roadbook.apps.leasing.web.forms.life import ClosingForm, FeeForm, HandOverForm, TerminationForm, handing
from roadbook.calc.explain import to_data
from roadbook.kit import forms
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused
from roadbook.kit.money import format_money


def _contract(request: HttpRequest, pk: int) -> Contract:
    found: Contract = get_object_or_404(queries.contract_file(request.user), pk=pk)
    return found


def _page(request: HttpRequest, contract: Contract, message: str) -> str:
    messages.success(request, message)
    return reverse("leasing:contract_show", args=[contract.pk])


@requires(Permission.CONTRACT_ACTIVATE)
def contract_activate(request: HttpRequest, pk: int) -> HttpResponse:
    contract = _contract(request, pk)
    if request.method != "POST" and ContractEvent.ACTIVATE not in rules.moves(request.user, contract):
        return redirect("leasing:contract_show", pk=pk)
    today = contract.company.business_date
    people = {"handed_by": getattr(request.user, "name", ""), "received_by": contract.client.name[:120]}
    form = HandOverForm(request.POST or None, initial={"on": today, "place": contract.branch.city, **people})

    def act(answers: dict[str, Any]) -> str:
        actions.activate(contract=contract, on=answers["on"], handing=handing(answers), by=request.user)
        return _page(request, contract, _("The contract is active."))

    context = {"contract": contract, "today": today, **_difference(contract, today)}
    return forms.handle(request, form, act, "leasing/activation_form.html", context)


@requires(Permission.CONTRACT_ACTIVATE)
@require_GET
def activation_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a hand-over on the day typed so far makes of the schedule."""
    contract = _contract(request, pk)
    form = HandOverForm(request.GET)
    form.is_valid()
    day = form.cleaned_data.get("on") or contract.company.business_date
    return render(request, "leasing/activation_difference.html", {"contract": contract, **_difference(contract, day)})


def _difference(contract: Contract, on: date) -> dict[str, Any]:
    if not contract.schedules.filter(is_active=True).exists():
        return {}
    try:
        return {"difference": starting.difference(contract, on), "missing": starting.missing_papers(contract)}
    except Refused as refusal:
        return {"refusal": str(refusal)}


@requires(Permission.CONTRACT_CLOSE)
def contract_close(request: HttpRequest, pk: int) -> HttpResponse:
    contract = _contract(request, pk)
    if request.method != "POST" and ContractEvent.CLOSE not in rules.moves(request.user, contract):
        return redirect("leasing:contract_show", pk=pk)
    form = ClosingForm(request.POST or None, initial={"papers": contract.client.language})

    def act(answers: dict[str, Any]) -> str:
        actions.close(contract=contract, papers=answers["papers"], by=request.user)
        return _page(request, contract, _("The contract is closed."))

    context = {
        "contract": contract,
        "obstacles": ending.obstacles(contract) if contract.account_id else [],
        "moves": rules.moves(request.user, contract),
        "may_take_back": rules.may_take_back(request.user, contract),
    }
    return forms.handle(request, form, act, "leasing/closing_form.html", context)


@requires(Permission.FEE_CHARGE)
def contract_fee(request: HttpRequest, pk: int) -> HttpResponse:
    """Charge a fee that the client asks for."""
    contract = _contract(request, pk)
    if request.method != "POST" and not rules.may_charge_fee(request.user, contract):
        return redirect("leasing:contract_show", pk=pk)
    fees = [
        (one.code, f"{one.name} · {format_money(one.amount, contract.currency)}")
        for one in queries.fees_to_ask_for(contract)
    ]

    def act(answers: dict[str, Any]) -> str:
        actions.charge_fee(contract=contract, code=answers["code"], by=request.user)
        return _page(request, contract, _("The fee is charged."))

    context = {"contract": contract, "fees": fees}
    return forms.handle(request, FeeForm(fees, request.POST or None), act, "leasing/fee_form.html", context)


@requires(Permission.CONTRACT_CLOSE)
def contract_terminate(request: HttpRequest, pk: int) -> HttpResponse:
    contract = _contract(request, pk)
    if request.method != "POST" and ContractEvent.TERMINATE not in rules.moves(request.user, contract):
        return redirect("leasing:contract_show", pk=pk)
    form = TerminationForm(request.POST or None, initial={"on": contract.company.business_date})

    def act(answers: dict[str, Any]) -> str:
        actions.terminate(contract=contract, by=request.user, **answers)
        return _page(request, contract, _("The contract is terminated."))

    context = {"contract": contract, **_end(contract, contract.company.business_date)}
    return forms.handle(request, form, act, "leasing/termination_form.html", context)


@requires(Permission.CONTRACT_CLOSE)
@require_GET
def termination_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a termination on the day typed so far charges."""
    contract = _contract(request, pk)
    form = TerminationForm(request.GET)
    form.is_valid()
    day = form.cleaned_data.get("on") or contract.company.business_date
    return render(request, "leasing/termination_end.html", {"contract": contract, **_end(contract, day)})


def _end(contract: Contract, on: date) -> dict[str, Any]:
    if contract.state != ContractState.ACTIVE:
        return {"is_written_back": ending.is_written_back(contract)}
    found = accrued.end(contract, on)
    lines = [(one, to_data(one.line)) for one in found.accrued]
    return {"end": found, "end_on": on, "accrued": lines, "is_written_back": found.is_written_back}


@requires(Permission.CONTRACT_CLOSE)
def contract_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    contract = _contract(request, pk)
    if request.method != "POST" and not rules.may_take_back(request.user, contract):
        return redirect("leasing:contract_show", pk=pk)
    people = {"handed_by": contract.client.name[:120], "received_by": getattr(request.user, "name", "")}
    initial = {"on": contract.company.business_date, "place": contract.branch.city, **people}
    form = HandOverForm(request.POST or None, initial=initial)

    def act(answers: dict[str, Any]) -> str:
        actions.take_back(contract=contract, on=answers["on"], handing=handing(answers), by=request.user)
        return _page(request, contract, _("The vehicle is back."))

    return forms.handle(request, form, act, "leasing/return_form.html", {"contract": contract})
