"""The contract entry."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ChoiceField, HiddenInput, IntegerField, RadioSelect
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import queries
from roadbook.apps.leasing.enums import Method
from roadbook.apps.leasing.models import AgreedTerms, Contract, Product, ProductTerms, TermsRefused
from roadbook.apps.leasing.models.agreed import problems
from roadbook.apps.organisation.models import Branch, Company
from roadbook.apps.parties.models import Party
from roadbook.apps.vehicles.models import Vehicle
from roadbook.calc.dates import add_months
from roadbook.calc.schedule import Schedule
from roadbook.kit import forms

from .picking import chosen

OWN_DATE, USUAL_DAY = "own", "5"
DUE_DAYS = [(str(day), str(day)) for day in (1, 5, 10, 15, 20, 25)] + [(OWN_DATE, _("Own date"))]
TERMS = ("price", "down_payment", "rate", "count", "method", "signed_on", "first_due_on")
SHORTEST_FIRST_PERIOD = timedelta(days=25)
RELOADS = {
    "hx-get": "",
    "hx-include": "#form",
    "hx-params": "not csrfmiddlewaretoken,form_token,draft",
    "hx-target": "#content",
    "hx-select": "#content",
    "hx-swap": "outerHTML",
}


class ContractForm(forms.Form):
    """A draft. Whatever the company decides (branches, products, currency) follows from the company that is chosen."""

    keeps_draft = True

    company = forms.RowField(Company.objects.none(), label=_("Own company"), empty_label=None)
    branch = forms.RowField(Branch.objects.none(), label=_("Branch"), empty_label=None)
    client = forms.RowField(
        Party.objects.none(),
        label=_("Client"),
        options_url_name="leasing:client_pick",
        create_url_name="parties:party_create",
        create_label=_("New client"),
        create_permission=Permission.PARTY_EDIT,
    )
    vehicle = forms.RowField(
        Vehicle.objects.none(),
        label=_("Vehicle"),
        options_url_name="leasing:vehicle_pick",
        create_url_name="vehicles:vehicle_create",
        create_label=_("New vehicle"),
        create_permission=Permission.VEHICLE_EDIT,
    )
    product = forms.RowField(Product.objects.none(), label=_("Product"), empty_label=None)
    signed_on = forms.DateField(label=_("Signing date"))
    price = forms.MoneyField(label=_("Price, gross"))
    down_payment = forms.MoneyField(percent_of="price", label=_("Down payment"))
    count = IntegerField(label=_("Instalments"), min_value=1, max_value=600)
    rate = forms.RateField(label=_("Yearly rate"))
    residual = forms.MoneyField(percent_of="price", label=_("Residual value"))
    method = ChoiceField(label=_("Method"), widget=RadioSelect)
    due_day = ChoiceField(label=_("Due day of month"), widget=RadioSelect, choices=DUE_DAYS)
    first_due_on = forms.DateField(label=_("First due date"))
    version = IntegerField(widget=HiddenInput, required=False)
    due_day_before = ChoiceField(choices=DUE_DAYS, widget=HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        user: Any,
        given: Mapping[str, Any],
        contract: Contract | None = None,
        **kwargs: Any,
    ) -> None:
        """``given`` is known beforehand: the values of a draft, or what a link or a change of company carries.

        ``contract``: the draft that is changed; it keeps its company, and may keep a product that is offered no more.
        """
        self.moved: set[str] = set()
        if data is not None:
            data, self.moved = settled_dates(forms.merged(data))
        self.user, self.contract = user, contract
        self.schedule: Schedule | None = None
        self._follow(data if data is not None else given)
        known = {name: value for name, value in given.items() if value not in (None, "")}
        super().__init__(data, initial={**self._usual(), **known}, **kwargs)
        self._narrow()

    def restore(self, texts: Mapping[str, list[str]]) -> None:
        """The company and the product of the draft decide what else it may hold."""
        super().restore(texts)
        self._follow(self.initial)
        self.fields["residual"].widget = copy.deepcopy(self.base_fields["residual"].widget)
        self._narrow()

    def _follow(self, said: Mapping[str, Any]) -> None:
        """Find the company and the product that are chosen, and what they decide."""
        self.companies = identity.companies(self.user, Permission.CONTRACT_EDIT)
        if self.contract:
            self.companies = self.companies.filter(pk=self.contract.company_id)
        self.own_company = chosen(self.companies, said.get("company"))
        self.products = queries.products_to_pick(self.user, self.own_company, self.contract)
        product = chosen(self.products, said.get("product"))
        self.conditions = product.conditions if product else ProductTerms()

    def _usual(self) -> dict[str, Any]:
        """What a new contract starts with."""
        company = self.own_company
        if company is None:
            return {}
        today = company.business_date
        first = first_due_on(today, int(USUAL_DAY))
        terms = self.conditions
        return {
            "company": company.pk,
            "signed_on": today,
            "down_payment": 0,
            "residual": 0,
            "count": terms.count_default,
            "rate": terms.rate_default,
            "method": terms.method,
            "first_due_on": first,
            "due_day": USUAL_DAY,
            "due_day_before": USUAL_DAY,
        }

    def _narrow(self) -> None:
        """Offer only what the user may pick and what belongs to the company."""
        company = self.own_company
        fields: dict[str, Any] = self.fields
        fields["company"].queryset = self.companies
        fields["branch"].queryset = identity.branches(self.user, Permission.CONTRACT_EDIT).filter(company=company)
        fields["branch"].label_from_instance = str
        fields["product"].queryset = self.products
        for name, model in (("client", Party), ("vehicle", Vehicle)):
            fields[name].queryset = model.objects.visible_to(self.user).filter(company=company)
            fields[name].query = {"company": company.pk} if company else {}
        for name in ("signed_on", "first_due_on"):
            fields[name].country, fields[name].today = (
                (company.country, company.business_date) if company else ("", None)
            )
        for name in ("price", "down_payment", "residual"):
            fields[name].currency = company.currency if company else "EUR"
        for name in ("company", "product"):
            fields[name].widget.attrs |= RELOADS
        fields["method"].choices = [(code, label) for code, label in Method.choices if code in self.conditions.methods]
        fields["count"].unit = _("months") if self.conditions.every_months == 1 else ""
        if not self.conditions.residual_max:
            fields["residual"].widget = HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Every term that the product does not allow stands beside its field."""
        values = super().clean() or self.cleaned_data
        terms = self.agreed()
        if terms is not None and values.get("product"):
            self._judge(terms, values["product"].conditions)
        return values

    def _judge(self, terms: AgreedTerms, conditions: ProductTerms) -> None:
        """Say beside each field what the product does not allow; else keep the schedule for the preview."""
        found = list(problems(terms, conditions))
        if not found:
            try:
                self.schedule = queries.plan(conditions, terms)
            except TermsRefused as refusal:
                found = [refusal]
        for problem in found:
            self.add_error(problem.field if problem.field in self.fields else None, str(problem))

    @property
    def terms(self) -> AgreedTerms:
        """The terms of a valid form.

        :raises ValueError: the form is not valid.
        """
        terms = self.agreed()
        if terms is None:
            raise ValueError("the form is not valid")
        return terms

    def agreed(self) -> AgreedTerms | None:
        """The terms, once every one of their fields can be read."""
        values = self.cleaned_data
        if self.own_company is None or any(values.get(name) is None for name in TERMS):
            return None
        return AgreedTerms(
            currency=self.own_company.currency,
            price=values["price"],
            down_payment=values["down_payment"],
            rate=Decimal(values["rate"]),
            count=values["count"],
            method=values["method"],
            starts_on=values["signed_on"],
            first_due_on=values["first_due_on"],
            residual=values.get("residual") or 0,
        )

    def problems_told(self) -> list[str]:
        """What is wrong with the terms that were typed; an empty field is not wrong yet."""
        told = [str(error) for error in self.non_field_errors()]
        for name in TERMS:
            if self.data.get(name):
                told += [f"{self.fields[name].label}: {error}" for error in self.errors.get(name, ())]
        return told


def due_day_of(on: date) -> str:
    """The choice among the due days that this date stands for."""
    return str(on.day) if (str(on.day), str(on.day)) in DUE_DAYS else OWN_DATE


def first_due_on(signed_on: date, day: int) -> date:
    """The first such day of a month that leaves the client most of a month."""
    candidate = add_months(signed_on, 0, anchor_day=day)
    while candidate < signed_on + SHORTEST_FIRST_PERIOD:
        candidate = add_months(candidate, 1, anchor_day=day)
    return candidate


def settled_dates(data: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """Due day and first due date brought together, and which of them moved: the one that was changed last decides."""
    values = dict(data.items())
    day, before = values.get("due_day") or USUAL_DAY, values.get("due_day_before")
    signed_on, first = _read(values.get("signed_on")), _read(values.get("first_due_on"))
    if signed_on and day.isdigit() and (first is None or (before and day != before)):
        first = first_due_on(signed_on, int(day))
        values["first_due_on"] = f"{first:%d.%m.%Y}"
    elif first:
        values["due_day"] = due_day_of(first)
    moved = {name for name in ("first_due_on", "due_day") if values.get(name) != data.get(name)}
    return {**values, "due_day_before": values.get("due_day", USUAL_DAY)}, moved


def _read(text: str | None) -> date | None:
    """The date that was typed, if it is one."""
    try:
        found: date | None = forms.DateField(required=False).clean(text or "")
    except ValidationError:
        return None
    return found


def given(contract: Contract) -> dict[str, Any]:
    """What stands in a draft, as the form shows it. The due day follows from the first due date."""
    names = ("company", "branch", "client", "vehicle", "product")
    plain = ("signed_on", "price", "down_payment", "residual", "count", "rate", "method", "first_due_on", "version")
    return {
        **{name: getattr(contract, f"{name}_id") for name in names},
        **{name: getattr(contract, name) for name in plain},
    }
