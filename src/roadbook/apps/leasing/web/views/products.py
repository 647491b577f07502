"""Products: the register, and the page on which administrators define one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import actions
from roadbook.apps.leasing.models import Product
from roadbook.apps.leasing.web.forms import ProductForm
from roadbook.apps.leasing.web.forms.products import given
from roadbook.apps.leasing.web.tables import ProductTable
from roadbook.kit import forms, lists
from roadbook.kit.access import SignedRequest, requires


@requires("product.view")
@require_GET
def product_list(request: SignedRequest) -> HttpResponse:
    return lists.render(request, ProductTable(), template="leasing/product_list.html")


@requires("product.edit")
def product_create(request: SignedRequest) -> HttpResponse:
    form = ProductForm(request.POST or None, user=request.user)

    def act(values: dict[str, Any]) -> str:
        actions.create_product(
            company=values["company"], code=values["code"], name=values["name"], terms=form.terms(), by=request.user
        )
        return reverse("leasing:product_list")

    return forms.handle(request, form, act, "leasing/product_form.html", {})


@requires("product.edit")
def product_edit(request: SignedRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product.objects.visible_to(request.user, Permission.PRODUCT_EDIT), pk=pk)
    form = ProductForm(request.POST or None, user=request.user, product=product)

    def act(values: dict[str, Any]) -> str:
        actions.change_product(
            product=product,
            version=values["version"] or 0,
            name=values["name"],
            terms=form.terms(),
            is_offered=values["is_offered"],
            by=request.user,
        )
        return reverse("leasing:product_list")

    def current() -> dict[str, Any]:
        return given(Product.objects.visible_to(request.user, Permission.PRODUCT_EDIT).get(pk=pk))

    return forms.handle(request, form, act, "leasing/product_form.html", {"product": product}, current)
