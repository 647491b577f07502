"""The form of a product."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.forms import BoundField, CharField, HiddenInput, IntegerField
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing.enums import ProductKind
from roadbook.apps.leasing.models import Product, ProductTerms
from roadbook.apps.organisation.models import Company
from roadbook.kit import forms

from . import product_rows as rows
from .picking import chosen
from .product_fields import Financing, Limits, Papers, Rates

PLAIN = tuple(name for group in (Financing, Rates, Limits, Papers) for name in group.base_fields)


def given(product: Product, on: date | None = None) -> dict[str, Any]:
    """A product as the form shows it, with the conditions that are in force on a day."""
    terms = product.conditions_on(on or product.company.business_date)
    return {
        **_shown(terms),
        **{name: getattr(product, name) for name in ("code", "name", "kind", "is_offered", "version")},
        "company": product.company_id,
        "effective_on": on or product.company.business_date,
    }


def _shown(terms: ProductTerms) -> dict[str, Any]:
    plain = {name: getattr(terms, name) for name in PLAIN}
    lists = {name: list(plain[name]) for name in ("methods", "documents", "attachments")}
    return {**plain, **lists, **rows.given(terms.fees, terms.waterfall)}


class ProductForm(Papers, Limits, Rates, Financing, forms.Form):
    """The conditions of a product, from a day on. Rates in per cent."""

    keeps_draft = True

    company = forms.RowField(Company.objects.none(), label=_("Own company"), empty_label=None)
    code = CharField(label=_("Code"), max_length=20)
    name = CharField(label=_("Name"), max_length=100)
    kind = forms.RadiosField(label=_("Kind"), choices=ProductKind.choices)
    is_offered = forms.SwitchField(label=_("Offered to clients"), required=False, initial=True)
    effective_on = forms.DateField(label=_("In force from"))
    version = IntegerField(widget=HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        user: Any,
        product: Product | None = None,
        on: date | None = None,
        **kwargs: Any,
    ) -> None:
        """``on``: the day from which the conditions shall count; those in force then are shown."""
        companies = identity.companies(user, Permission.PRODUCT_EDIT)
        own = product.company if product else chosen(companies, (data or {}).get("company"))
        if product:
            initial = given(product, on)
        else:
            initial = {**_shown(ProductTerms()), "kind": ProductKind.LOAN, "effective_on": own and own.business_date}
        super().__init__(data, initial=initial, **kwargs)
        currency = own.currency if own else "EUR"
        self.fields |= rows.fee_fields(currency) | rows.waterfall_fields()
        unit: Any = self.fields["unit"]
        unit.currency = currency
        self.offer(company=companies)
        for name in ("company", "code", "kind") if product else ():
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for field, why in rows.problems(values):
            if field not in self.errors:
                self.add_error(field, why)
        if not self.errors:
            for problem in self.terms().problems():
                self.add_error(problem.field if problem.field in self.fields else None, str(problem))
        return values

    def terms(self) -> ProductTerms:
        """The conditions that were typed."""
        values = {name: self.cleaned_data[name] for name in PLAIN}
        several = {name: tuple(values[name]) for name in ("methods", "documents", "attachments")}
        return dataclasses.replace(
            ProductTerms(),
            **{**values, **several, "margin": values["margin"] or Decimal(0)},
            fees=rows.fees_of(self.cleaned_data),
            waterfall=rows.waterfall_of(self.cleaned_data),
        )

    @property
    def fee_rows(self) -> list[list[BoundField]]:
        """The fields of each fee, in the order of the screen."""
        return [[self[f"fee_{place}_{part}"] for part in rows.PARTS] for place in range(1, rows.FEES + 1)]

    @property
    def places(self) -> list[BoundField]:
        """The order of payment."""
        return [self[f"waterfall_{place}"] for place in rows.PLACES]
