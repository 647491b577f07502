"""Products and contracts under /api/v1/."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.models import AgreedTerms, Contract, Product
from roadbook.apps.parties.models import Party
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, money_in, page

from . import schemas

products = Router(tags=["Products"])
contracts = Router(tags=["Contracts"])


@products.get("", response={200: Page[schemas.ProductOut], **RESPONSES}, operation_id="product_list")
def list_products(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """Products of the companies where the caller may see them."""
    return page(request, Product.objects.visible_to(request.user), cursor, limit)


@products.get("/{product_id}", response={200: schemas.ProductOut, **RESPONSES}, operation_id="product_show")
def get_product(request: HttpRequest, product_id: Key) -> Product:
    """One product with its conditions."""
    return _product(request, product_id)


@contracts.get("", response={200: Page[schemas.ContractOut], **RESPONSES}, operation_id="contract_list")
def list_contracts(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """Contracts that the caller may see, newest first."""
    found = page(request, Contract.objects.visible_to(request.user), cursor, limit)
    return {**found, "items": [schemas.contract_out(one) for one in found["items"]]}


@contracts.post("/preview", response={200: schemas.PreviewOut, **RESPONSES}, operation_id="contract_preview")
def preview_contract(request: HttpRequest, payload: schemas.TermsIn) -> dict[str, Any]:
    """What a contract on these terms would cost. Nothing is stored."""
    product = _product(request, payload.product_id)
    terms = _terms(payload, product)
    return schemas.preview_out(queries.checked_plan(product.conditions, terms), terms.currency)


@contracts.post("", response={201: schemas.ContractOut, **RESPONSES}, operation_id="contract_create")
@idempotent
def draft_contract(request: HttpRequest, payload: schemas.DraftIn) -> Status[Any]:
    """Draft a contract; it gets its number at once."""
    user = request.user
    branch = get_object_or_404(identity.branches(user, Permission.CONTRACT_EDIT), pk=payload.branch_id)
    product = _product(request, payload.product_id)
    contract = actions.draft_contract(
        branch=branch,
        client=get_object_or_404(Party.objects.visible_to(user), pk=payload.client_id),
        vehicle=get_object_or_404(Vehicle.objects.visible_to(user), pk=payload.vehicle_id),
        product=product,
        terms=_terms(payload, product),
        by=user,
    )
    return Status(201, schemas.contract_out(contract))


@contracts.get("/{contract_id}", response={200: schemas.ContractFileOut, **RESPONSES}, operation_id="contract_show")
def get_contract(request: HttpRequest, contract_id: Key) -> dict[str, Any]:
    """A contract with its schedule: plan, debt and money of each instalment."""
    contract = _contract(request, contract_id)
    return schemas.contract_file_out(contract, queries.book(contract))


@contracts.post("/{contract_id}/sign", response={200: schemas.ContractOut, **RESPONSES}, operation_id="contract_sign")
@idempotent
def sign_contract(request: HttpRequest, contract_id: Key) -> dict[str, Any]:
    """Record that the client has signed on the draft's signing date."""
    contract = actions.sign(contract=_contract(request, contract_id), by=request.user)
    return schemas.contract_out(contract)


@contracts.post(
    "/{contract_id}/activate", response={200: schemas.ContractOut, **RESPONSES}, operation_id="contract_activate"
)
@idempotent
def activate_contract(request: HttpRequest, contract_id: Key) -> dict[str, Any]:
    """Go live: open the account, book the disbursement, freeze the schedule."""
    contract = actions.activate(contract=_contract(request, contract_id), by=request.user)
    return schemas.contract_out(contract)


def _product(request: HttpRequest, pk: int) -> Product:
    rows = Product.objects.visible_to(request.user).select_related("company")
    found: Product = get_object_or_404(rows, pk=pk)
    return found


def _contract(request: HttpRequest, pk: int) -> Contract:
    found: Contract = get_object_or_404(queries.contract_file(request.user), pk=pk)
    return found


def _terms(payload: schemas.TermsIn, product: Product) -> AgreedTerms:
    currency = product.company.currency
    return AgreedTerms(
        currency=currency,
        price=money_in(payload.price, currency, field="price"),
        down_payment=money_in(payload.down_payment, currency, field="down_payment"),
        residual=money_in(payload.residual, currency, field="residual"),
        rate=Decimal(payload.rate),
        count=payload.count,
        method=payload.method or product.conditions.method,
        starts_on=payload.signed_on,
        first_due_on=payload.first_due_on,
    )
