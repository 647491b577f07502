"""Products: the register, and the page on which administrators define one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import companies as companies_of
from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.models import Product
from roadbook.apps.leasing.web.forms import ProductForm
from roadbook.apps.leasing.web.forms.picking import chosen
from roadbook.apps.leasing.web.forms.product import given
from roadbook.apps.leasing.web.tables import ProductTable
from roadbook.kit import forms, lists
from roadbook.kit.access import SignedRequest, requires

from .vat import vat_told


@requires("product.view")
@require_GET
def product_list(request: SignedRequest) -> HttpResponse:
    return lists.render(request, ProductTable(), template="leasing/product_list.html")


@requires("product.edit")
def product_create(request: SignedRequest) -> HttpResponse:
    form = ProductForm(request.POST or None, user=request.user)

    def act(values: dict[str, Any]) -> str:
        product = actions.create_product(
            company=values["company"],
            code=values["code"],
            name=values["name"],
            kind=values["kind"],
            terms=form.terms(),
            effective_on=values["effective_on"],
            by=request.user,
        )
        return reverse("leasing:product_versions", args=[product.pk])

    return forms.handle(request, form, act, "leasing/product_form.html", {})


@requires("product.edit")
def product_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """``?effective_on=`` a day: the conditions in force then, to be replaced from that day on."""
    product = get_object_or_404(_edited(request.user), pk=pk)
    on = max(_day(request.GET.get("effective_on", "")) or product.company.business_date, product.company.business_date)
    form = ProductForm(request.POST or None, user=request.user, product=product, on=on)

    def act(values: dict[str, Any]) -> str:
        actions.change_product(
            product=product,
            version=values["version"] or 0,
            name=values["name"],
            terms=form.terms(),
            is_offered=values["is_offered"],
            effective_on=values["effective_on"],
            by=request.user,
        )
        return reverse("leasing:product_versions", args=[pk])

    def current() -> dict[str, Any]:
        return given(_edited(request.user).get(pk=pk), on)

    return forms.handle(request, form, act, "leasing/product_form.html", {"product": product}, current)


@requires("product.view")
@require_GET
def product_versions(request: SignedRequest, pk: int) -> HttpResponse:
    """What the product has offered from when on, who said so, and what changed."""
    product = get_object_or_404(Product.objects.visible_to(request.user).select_related("company"), pk=pk)
    context = {
        "product": product,
        "editions": queries.editions(product),
        "vat": vat_told(product.company, product.kind, product.company.business_date),
        "may_edit": identity.may(request.user, Permission.PRODUCT_EDIT, company_id=product.company_id),
    }
    return render(request, "leasing/product_versions.html", context)


@requires("product.edit")
@require_GET
def product_vat(request: SignedRequest) -> HttpResponse:
    """What the country pack says of the VAT on the kind that is chosen, beside the form."""
    key = request.GET.get("company", "")
    company = chosen(companies_of(request.user, Permission.PRODUCT_EDIT), key)
    if company is None:
        raise Http404
    on = _day(request.GET.get("effective_on", "")) or company.business_date
    return render(request, "leasing/product_vat.html", {"vat": vat_told(company, request.GET.get("kind", ""), on)})


def _edited(user: Any) -> Any:
    return Product.objects.visible_to(user, Permission.PRODUCT_EDIT).select_related("company")


def _day(text: str) -> date | None:
    """The day that was typed, if it is one."""
    try:
        found: date | None = forms.DateField(required=False).clean(text)
    except ValidationError:
        return None
    return found
