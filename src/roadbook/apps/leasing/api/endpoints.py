"""Contracts under /api/v1/."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.models import Contract
from roadbook.apps.organisation.models import Branch
from roadbook.apps.parties.models import Party
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

from .products import product_of, products
from .schemas import contracts as schemas
from .terms import agreed_terms, changed_terms

__all__ = ["contracts", "products"]

contracts = Router(tags=["Contracts"])


@contracts.get("", response={200: Page[schemas.ContractOut], **RESPONSES}, operation_id="contract_list")
def list_contracts(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """Contracts that the caller may see, newest first."""
    found = page(request, Contract.objects.visible_to(request.user), cursor, limit)
    return {**found, "items": [schemas.contract_out(one) for one in found["items"]]}


@contracts.post("/preview", response={200: schemas.PlanPreviewOut, **RESPONSES}, operation_id="contract_preview")
def preview_contract(request: HttpRequest, payload: schemas.TermsIn) -> dict[str, Any]:
    """What a contract on these terms would cost. Nothing is stored."""
    product = product_of(request, payload.product_id)
    terms = agreed_terms(payload, product)
    country, conditions = product.company.country, product.conditions_on(terms.starts_on)
    terms = queries.taxed(terms, country=country, kind=product.kind)
    plan = queries.checked_plan(conditions, terms)
    return schemas.preview_out(terms, plan, queries.cost(country, product.kind, conditions, terms, plan))


@contracts.post("", response={201: schemas.ContractOut, **RESPONSES}, operation_id="contract_create")
@idempotent
def draft_contract(request: HttpRequest, payload: schemas.DraftIn) -> Status[Any]:
    """Draft a contract; it gets its number at once."""
    product = product_of(request, payload.product_id)
    contract = actions.draft_contract(
        branch=_branch(request, payload.branch_id),
        client=_client(request, payload.client_id),
        vehicle=_vehicle(request, payload.vehicle_id),
        product=product,
        terms=agreed_terms(payload, product),
        parties=_parties(request, payload.parties),
        by=request.user,
    )
    return Status(201, schemas.contract_out(contract))


@contracts.get("/{contract_id}", response={200: schemas.ContractFileOut, **RESPONSES}, operation_id="contract_show")
def get_contract(request: HttpRequest, contract_id: Key) -> dict[str, Any]:
    """A contract with its schedule: plan, debt and money of each instalment."""
    contract = _contract(request, contract_id)
    return schemas.contract_file_out(contract, queries.book(contract))


@contracts.patch("/{contract_id}", response={200: schemas.ContractOut, **RESPONSES}, operation_id="contract_change")
def change_contract(request: HttpRequest, contract_id: Key, payload: schemas.DraftChangeIn) -> dict[str, Any]:
    """Change what is sent of a draft. An outdated ``version``, or a contract that is signed, answers 409."""
    contract = _contract(request, contract_id)
    sent = {name: value for name, value in payload.dict(exclude_unset=True).items() if value is not None}
    changed = actions.change_draft(
        contract=contract,
        version=payload.version,
        branch=_branch(request, payload.branch_id) if payload.branch_id else contract.branch,
        client=_client(request, payload.client_id) if payload.client_id else contract.client,
        vehicle=_vehicle(request, payload.vehicle_id) if payload.vehicle_id else contract.vehicle,
        product=product_of(request, payload.product_id) if payload.product_id else contract.product,
        terms=changed_terms(contract.agreed, sent),
        parties=None if payload.parties is None else _parties(request, payload.parties),
        by=request.user,
    )
    return schemas.contract_out(changed)


@contracts.post(
    "/{contract_id}/cancel", response={200: schemas.ContractOut, **RESPONSES}, operation_id="contract_cancel"
)
@idempotent
def cancel_contract(request: HttpRequest, contract_id: Key, payload: schemas.CancelIn) -> dict[str, Any]:
    """Give up a contract that never went live."""
    contract = actions.cancel(contract=_contract(request, contract_id), reason=payload.reason, by=request.user)
    return schemas.contract_out(contract)


@contracts.post("/{contract_id}/sign", response={200: schemas.ContractOut, **RESPONSES}, operation_id="contract_sign")
@idempotent
def sign_contract(request: HttpRequest, contract_id: Key) -> dict[str, Any]:
    """Record that the client has signed on the draft's signing date."""
    contract = actions.sign(contract=_contract(request, contract_id), by=request.user)
    return schemas.contract_out(contract)


def _branch(request: HttpRequest, pk: int) -> Branch:
    return get_object_or_404(identity.branches(request.user, Permission.CONTRACT_EDIT), pk=pk)


def _client(request: HttpRequest, pk: int) -> Party:
    found: Party = get_object_or_404(Party.objects.visible_to(request.user), pk=pk)
    return found


def _parties(request: HttpRequest, sent: list[schemas.ContractPartyIn]) -> list[tuple[Party, str]]:
    return [(_client(request, one.party_id), one.role) for one in sent]


def _vehicle(request: HttpRequest, pk: int) -> Vehicle:
    found: Vehicle = get_object_or_404(Vehicle.objects.visible_to(request.user), pk=pk)
    return found


def _contract(request: HttpRequest, pk: int) -> Contract:
    found: Contract = get_object_or_404(queries.contract_file(request.user), pk=pk)
    return found
