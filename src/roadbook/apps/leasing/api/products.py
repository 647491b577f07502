"""Products under /api/v1/."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import actions
from roadbook.apps.leasing.models import Product, ProductTerms
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

from .schemas import products as schemas

products = Router(tags=["Products"])


@products.get("", response={200: Page[schemas.ProductOut], **RESPONSES}, operation_id="product_list")
def list_products(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """Products of the companies where the caller may see them."""
    found = page(
        request,
        Product.objects.visible_to(request.user).select_related("company").prefetch_related("versions"),
        cursor,
        limit,
    )
    return {**found, "items": [schemas.product_out(one) for one in found["items"]]}


@products.post("", response={201: schemas.ProductOut, **RESPONSES}, operation_id="product_create")
@idempotent
def create_product(request: HttpRequest, payload: schemas.ProductIn) -> Status[Any]:
    """Offer a new product of a company."""
    company = get_object_or_404(identity.companies(request.user, Permission.PRODUCT_EDIT), pk=payload.company_id)
    product = actions.create_product(
        company=company,
        code=payload.code,
        name=payload.name,
        kind=payload.kind,
        terms=schemas.conditions(ProductTerms(), payload.terms, company.currency),
        effective_on=payload.effective_on,
        by=request.user,
    )
    return Status(201, schemas.product_out(product))


@products.get("/{product_id}", response={200: schemas.ProductOut, **RESPONSES}, operation_id="product_show")
def get_product(request: HttpRequest, product_id: Key) -> dict[str, Any]:
    """One product with its conditions."""
    return schemas.product_out(product_of(request, product_id))


@products.patch("/{product_id}", response={200: schemas.ProductOut, **RESPONSES}, operation_id="product_change")
def change_product(request: HttpRequest, product_id: Key, payload: schemas.ProductChangeIn) -> dict[str, Any]:
    """Change what future contracts are offered. An outdated ``version`` answers 409 and changes nothing."""
    product = product_of(request, product_id)
    on = payload.effective_on or product.company.business_date
    changed = actions.change_product(
        product=product,
        version=payload.version,
        name=payload.name or product.name,
        terms=schemas.conditions(product.conditions_on(on), payload.terms, product.company.currency),
        is_offered=product.is_offered if payload.is_offered is None else payload.is_offered,
        effective_on=on,
        by=request.user,
    )
    return schemas.product_out(changed)


@products.get(
    "/{product_id}/versions",
    response={200: list[schemas.ProductVersionOut], **RESPONSES},
    operation_id="product_versions",
)
def list_versions(request: HttpRequest, product_id: Key) -> list[dict[str, Any]]:
    """The conditions of a product from each day on, the newest first."""
    product = product_of(request, product_id)
    rows = product.versions.select_related("created_by").order_by("-effective_on")
    return [schemas.version_out(one, product.company.currency) for one in rows]


def product_of(request: HttpRequest, pk: int) -> Product:
    rows = Product.objects.visible_to(request.user).select_related("company")
    found: Product = get_object_or_404(rows, pk=pk)
    return found
