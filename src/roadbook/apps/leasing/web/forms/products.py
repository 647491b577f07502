"""The form of a product."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.forms import (
    CharField,
    CheckboxSelectMultiple,
    ChoiceField,
    HiddenInput,
    IntegerField,
    MultipleChoiceField,
    RadioSelect,
)
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing.enums import DayCount, Method, RoundingMode
from roadbook.apps.leasing.models import Product, ProductTerms
from roadbook.apps.organisation.models import Company
from roadbook.kit import forms

TERM_NAMES = [
    "method",
    "methods",
    "day_count",
    "rounding",
    "every_months",
    "charge_days_before",
    "rate_min",
    "rate_default",
    "rate_max",
    "count_min",
    "count_default",
    "count_max",
    "residual_max",
]


def given(product: Product) -> dict[str, Any]:
    """A product as the form shows it."""
    terms = product.conditions
    values = {name: getattr(terms, name) for name in TERM_NAMES}
    return values | {name: getattr(product, name) for name in ("code", "name", "is_offered", "version")}


class ProductForm(forms.Form):
    """The conditions of a product. Rates in per cent."""

    keeps_draft = True

    company = forms.RowField(Company.objects.none(), label=_("Own company"), empty_label=None)
    code = CharField(label=_("Code"), max_length=20)
    name = CharField(label=_("Name"), max_length=100)
    is_offered = forms.SwitchField(label=_("Offered to clients"), required=False, initial=True)
    methods = MultipleChoiceField(label=_("Methods"), choices=Method.choices, widget=CheckboxSelectMultiple)
    method = ChoiceField(label=_("Usual method"), choices=Method.choices, widget=RadioSelect)
    day_count = ChoiceField(label=_("Days are counted"), choices=DayCount.choices)
    rounding = ChoiceField(label=_("Amounts are rounded"), choices=RoundingMode.choices, widget=RadioSelect)
    every_months = IntegerField(label=_("Months between instalments"), min_value=1, max_value=12)
    charge_days_before = IntegerField(label=_("Charged so many days before due"), min_value=0, max_value=60)
    rate_min = forms.RateField(label=_("Lowest yearly rate"))
    rate_default = forms.RateField(label=_("Usual yearly rate"))
    rate_max = forms.RateField(label=_("Highest yearly rate"))
    count_min = IntegerField(label=_("Fewest instalments"), min_value=1, max_value=600)
    count_default = IntegerField(label=_("Usual instalments"), min_value=1, max_value=600)
    count_max = IntegerField(label=_("Most instalments"), min_value=1, max_value=600)
    residual_max = forms.RateField(label=_("Largest residual value, of the price"))
    version = IntegerField(widget=HiddenInput, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, user: Any, product: Product | None = None, **kwargs: Any
    ) -> None:
        self.base = product.conditions if product else ProductTerms()
        initial: dict[str, Any] = {name: getattr(ProductTerms(), name) for name in TERM_NAMES}
        if product:
            initial = {**given(product), "company": product.company_id}
        super().__init__(data, initial=initial, **kwargs)
        self.offer(company=identity.companies(user, Permission.PRODUCT_EDIT))
        if product:
            for name in ("company", "code"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if all(name in values for name in TERM_NAMES):
            for problem in self.terms().problems():
                self.add_error(problem.field, str(problem))
        return values

    def terms(self) -> ProductTerms:
        """The conditions that were typed."""
        values = {name: self.cleaned_data[name] for name in TERM_NAMES}
        rates = {name: Decimal(values[name]) for name in values if name.startswith(("rate_", "residual_"))}
        return dataclasses.replace(self.base, **{**values, **rates, "methods": tuple(values["methods"])})
