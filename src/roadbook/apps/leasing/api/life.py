"""The life of a contract under /api/v1/contracts: hand-over and activation, return, closing, termination."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.actions import Handing
from roadbook.apps.leasing.enums import ContractState, TerminationReason
from roadbook.apps.leasing.models import Contract
from roadbook.apps.leasing.queries import accrued, starting
from roadbook.kit.api import RESPONSES, Key, StrictSchema, Text, idempotent
from roadbook.kit.money import to_decimal_text

from .schemas.contracts import ContractOut, contract_out

router = Router(tags=["Contracts"])
OnDay = Annotated[date | None, Query(None, description="The day of the hand-over; the business date when left out")]
EndDay = Annotated[date | None, Query(None, description="The business date when left out")]
Language = Literal["bg", "en", "pl", "ru"]


class HandOverIn(StrictSchema):
    """The hand-over protocol; ``on`` is the business date when left out."""

    on: date | None = None
    odometer_km: int | None = Field(None, ge=0, le=5_000_000)
    place: Text = Field("", max_length=120)
    handed_by: Text = Field("", max_length=120)
    received_by: Text = Field("", max_length=120)
    note: Text = Field("", max_length=500)


class TerminationIn(StrictSchema):
    reason: TerminationReason
    on: date | None = Field(None, description="The business date when left out")
    note: Text = Field("", max_length=300, description="Kept in the audit log")


class FeeIn(StrictSchema):
    code: Text = Field(max_length=12, description="Of a fee that the product has when asked for")


class ClosingIn(StrictSchema):
    papers: Language | None = Field(None, description="The language of the papers of the end; none are made without")


class ChangedInstalmentOut(Schema):
    number: int
    due_on: date
    before: str
    after: str


class ActivationPreviewOut(Schema):
    """What the hand-over changes of the signed schedule, and which papers are missing."""

    on: date
    currency: str
    interest_before: str
    interest_after: str
    changed: list[ChangedInstalmentOut]
    missing_papers: list[str]


class AccruedOut(Schema):
    """Interest of an instalment that is not charged yet, up to the day of the termination, and the VAT on it."""

    number: int
    amount: str
    vat: str


class TerminationPreviewOut(Schema):
    """``not_due`` falls due at once, or is written back where the vehicle comes back to us."""

    on: date
    currency: str
    interest: list[AccruedOut]
    not_due: str
    is_written_back: bool


@router.get(
    "/{contract_id}/activation",
    response={200: ActivationPreviewOut, **RESPONSES},
    operation_id="contract_activation_preview",
)
def preview_activation(request: HttpRequest, contract_id: Key, on: OnDay = None) -> dict[str, Any]:
    """What a hand-over on a day makes of the schedule that was signed. Nothing is stored."""
    contract = get_object_or_404(queries.contract_file(request.user).filter(schedules__is_active=True), pk=contract_id)
    found = starting.difference(contract, on or contract.company.business_date)

    def money(minor: int) -> str:
        return to_decimal_text(minor, contract.currency)

    return {
        "on": found.on,
        "currency": contract.currency,
        "interest_before": money(found.interest_before),
        "interest_after": money(found.interest_after),
        "changed": [
            {
                "number": one.after.number,
                "due_on": one.after.due_on,
                "before": money(one.before.total),
                "after": money(one.after.total),
            }
            for one in found.changed
        ],
        "missing_papers": [str(one) for one in starting.missing_papers(contract)],
    }


@router.post("/{contract_id}/activate", response={200: ContractOut, **RESPONSES}, operation_id="contract_activate")
@idempotent
def activate_contract(request: HttpRequest, contract_id: Key, payload: HandOverIn | None = None) -> dict[str, Any]:
    """Hand the vehicle over and go live: interest runs from that day, the account opens, the disbursement is booked."""
    sent = payload or HandOverIn.model_validate({})
    contract = actions.activate(
        contract=_contract(request, contract_id), on=sent.on, handing=_handing(sent), by=request.user
    )
    return contract_out(contract)


@router.post("/{contract_id}/return", response={200: ContractOut, **RESPONSES}, operation_id="contract_take_back")
@idempotent
def take_back(request: HttpRequest, contract_id: Key, payload: HandOverIn | None = None) -> dict[str, Any]:
    """The vehicle of an operating lease, or of a contract that was terminated, is back."""
    sent = payload or HandOverIn.model_validate({})
    contract = _contract(request, contract_id)
    actions.take_back(contract=contract, on=sent.on, handing=_handing(sent), by=request.user)
    return contract_out(contract)


@router.post("/{contract_id}/close", response={200: ContractOut, **RESPONSES}, operation_id="contract_close")
@idempotent
def close_contract(request: HttpRequest, contract_id: Key, payload: ClosingIn | None = None) -> dict[str, Any]:
    """Close a contract on which nothing is owed. The refusal names what is."""
    papers = (payload.papers if payload else None) or ""
    return contract_out(actions.close(contract=_contract(request, contract_id), papers=papers, by=request.user))


@router.post("/{contract_id}/fees", response={200: ContractOut, **RESPONSES}, operation_id="contract_fee_charge")
@idempotent
def charge_fee(request: HttpRequest, contract_id: Key, payload: FeeIn) -> dict[str, Any]:
    """Charge a fee that the client asks for, with its VAT, and invoice it where it is taxed."""
    contract = _contract(request, contract_id)
    actions.charge_fee(contract=contract, code=payload.code, by=request.user)
    return contract_out(contract)


@router.get(
    "/{contract_id}/termination",
    response={200: TerminationPreviewOut, **RESPONSES},
    operation_id="contract_termination_preview",
)
def preview_termination(request: HttpRequest, contract_id: Key, on: EndDay = None) -> dict[str, Any]:
    """What a termination on a day charges, and what it makes due at once or writes back. Nothing is stored."""
    found = queries.contract_file(request.user).filter(state=ContractState.ACTIVE)
    contract = get_object_or_404(found, pk=contract_id)
    day = on or contract.company.business_date
    end = accrued.end(contract, day)

    def money(minor: int) -> str:
        return to_decimal_text(minor, contract.currency)

    return {
        "on": day,
        "currency": contract.currency,
        "interest": [
            {"number": one.instalment.number, "amount": money(one.amount), "vat": money(one.vat)} for one in end.accrued
        ],
        "not_due": money(end.not_due),
        "is_written_back": end.is_written_back,
    }


@router.post("/{contract_id}/terminate", response={200: ContractOut, **RESPONSES}, operation_id="contract_terminate")
@idempotent
def terminate_contract(request: HttpRequest, contract_id: Key, payload: TerminationIn) -> dict[str, Any]:
    """End a live contract before its plan does. What was charged stays owed."""
    contract = actions.terminate(
        contract=_contract(request, contract_id),
        reason=payload.reason,
        on=payload.on,
        note=payload.note,
        by=request.user,
    )
    return contract_out(contract)


def _contract(request: HttpRequest, pk: int) -> Contract:
    found: Contract = get_object_or_404(queries.contract_file(request.user), pk=pk)
    return found


def _handing(sent: HandOverIn) -> Handing:
    return Handing(**{name: value for name, value in sent.dict().items() if name != "on"})
