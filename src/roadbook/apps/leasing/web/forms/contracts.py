"""The contract entry."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.forms import BoundField, CharField, ChoiceField, HiddenInput, IntegerField, RadioSelect, Textarea
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.jurisdictions.queries import VatUnknown
from roadbook.apps.leasing import queries
from roadbook.apps.leasing.enums import Method, Unknown, VatBasis
from roadbook.apps.leasing.models import Contract, Product, ProductTerms
from roadbook.apps.organisation.models import Branch, Company
from roadbook.apps.parties.models import Party
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import forms

from . import by_hand, party_rows
from .by_hand import Line
from .due import DUE_DAYS, USUAL_DAY, due_day_of, first_due_on, settled_dates
from .picking import chosen
from .terms import ANSWERS, TermsForm

AMOUNT_LABELS: Mapping[str, Mapping[str, Any]] = {
    VatBasis.AT_HAND_OVER: {
        "price": _("Price, gross"),
        "down_payment": _("Down payment, gross"),
        "residual": _("Residual value, gross"),
    },
    VatBasis.EACH_INSTALMENT: {
        "price": _("Price, net"),
        "down_payment": _("Down payment, net"),
        "residual": _("Residual value, net"),
        "payment": _("Instalment, net"),
    },
}
RELOADS = {
    "hx-get": "",
    "hx-include": "#form",
    "hx-params": "not csrfmiddlewaretoken,form_token,draft",
    "hx-target": "#content",
    "hx-select": "#content",
    "hx-swap": "outerHTML",
}


class ContractForm(TermsForm, forms.Form):
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
    solve_for = ChoiceField(label=_("To be found"), choices=Unknown.choices, required=False)
    payment = forms.MoneyField(label=_("Instalment"), required=False)
    method = ChoiceField(label=_("Method"), widget=RadioSelect)
    in_advance = forms.SwitchField(label=_("Paid in advance"), required=False)
    due_day = ChoiceField(label=_("Due day of month"), widget=RadioSelect, choices=DUE_DAYS)
    first_due_on = forms.DateField(label=_("First due date"))
    by_hand = CharField(
        label=_("Due dates and amounts by hand"),
        widget=Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        required=False,
        strip=False,
        help_text=_("Paste two columns from a spreadsheet: a date, and an amount where it is agreed."),
    )
    copy = IntegerField(widget=HiddenInput, required=False)
    version = IntegerField(widget=HiddenInput, required=False)
    solve_for_before = CharField(widget=HiddenInput, required=False)
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
        self.lines: list[Line] = []
        self.basis: queries.Drafted | None = None
        if data is not None:
            data, self.moved = settled_dates(forms.merged(data))
            data = self._ask(data)
        self.user, self.contract = user, contract
        self._follow(data if data is not None else given)
        known = {name: value for name, value in given.items() if value not in (None, "")}
        super().__init__(data, initial={**self._usual(), **known}, **kwargs)
        self.fields |= party_rows.party_fields()
        self._narrow()

    def _ask(self, data: dict[str, Any]) -> dict[str, Any]:
        """A price that is to be found is no price yet; what was asked before is written in again."""
        asked, before = data.get("solve_for") or Unknown.PAYMENT, data.get("solve_for_before")
        if before and before != asked:
            self.moved |= {str(asked), str(before)} & set(ANSWERS)
        unsaid = {"price": ""} if asked == Unknown.PRICE else {}
        return {**data, **unsaid, "solve_for_before": str(asked)}

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
        self.own_product: Product | None = chosen(self.products, said.get("product"))
        self.conditions = self.own_product.conditions if self.own_product else ProductTerms()

    def _usual(self) -> dict[str, Any]:
        """What a new contract starts with."""
        company = self.own_company
        if company is None:
            return {}
        today = company.business_date
        terms = self.conditions
        first = today if terms.in_advance else first_due_on(today, int(USUAL_DAY))
        return {
            "company": company.pk,
            "signed_on": today,
            "down_payment": 0,
            "residual": 0,
            "count": terms.count_default,
            "rate": terms.rate_default,
            "method": terms.method,
            "first_due_on": first,
            "in_advance": terms.in_advance,
            "due_day": due_day_of(first),
            "due_day_before": due_day_of(first),
            "solve_for": Unknown.PAYMENT,
            "solve_for_before": Unknown.PAYMENT,
        }

    def _narrow(self) -> None:
        """Offer only what the user may pick and what belongs to the company."""
        company = self.own_company
        fields: dict[str, Any] = self.fields
        fields["company"].queryset = self.companies
        fields["branch"].queryset = identity.branches(self.user, Permission.CONTRACT_EDIT).filter(company=company)
        fields["branch"].label_from_instance = str
        fields["product"].queryset = self.products
        people: list[tuple[str, Any]] = [("client", Party), *((f"party_{place}", Party) for place in party_rows.PLACES)]
        for name, model in (*people, ("vehicle", Vehicle)):
            fields[name].queryset = model.objects.visible_to(self.user).filter(company=company)
            fields[name].query = {"company": company.pk} if company else {}
        for name in ("signed_on", "first_due_on"):
            fields[name].country, fields[name].today = (
                (company.country, company.business_date) if company else ("", None)
            )
        for name in ("solve_for", "payment"):
            fields[name].is_answered = True  # left empty, the server speaks in it
        for name in ("price", "down_payment", "residual", "payment"):
            fields[name].currency = company.currency if company else "EUR"
        for name, label in self._amount_labels().items():
            fields[name].label = label
        for name in ("company", "product"):
            fields[name].widget.attrs |= RELOADS
        fields["method"].choices = [(code, label) for code, label in Method.choices if code in self.conditions.methods]
        fields["count"].unit = _("months") if self.conditions.every_months == 1 else ""
        if not self.conditions.residual_max:
            fields["residual"].widget = HiddenInput()
        fields["solve_for"].choices = [
            one for one in Unknown.choices if one[0] != Unknown.RESIDUAL or self.conditions.residual_max
        ]

    def _amount_labels(self) -> Mapping[str, Any]:
        """Net or gross, as VAT meets the product."""
        if self.own_company is None or self.own_product is None:
            return {}
        try:
            found = queries.vat_of(self.own_company.country, self.own_product.kind, self.own_company.business_date)
        except VatUnknown:
            return {}
        return AMOUNT_LABELS.get(str(found.basis) if found else "", {})

    @property
    def party_pairs(self) -> list[tuple[BoundField, BoundField]]:
        """Who stands beside the client, each with the role."""
        return [(self[f"party_{place}"], self[f"role_{place}"]) for place in party_rows.PLACES]

    @property
    def answers_moved(self) -> list[BoundField]:
        """The fields in which the server speaks, of those that changed."""
        return [self[name] for name in ANSWERS if name in self.moved and not self[name].is_hidden]


def given(contract: Contract) -> dict[str, Any]:
    """What stands in a draft, as the form shows it. The due day follows from the first due date."""
    names = ("company", "branch", "client", "vehicle", "product")
    plain = ("signed_on", "price", "down_payment", "residual", "count", "rate", "method", "first_due_on", "version")
    agreed = contract.agreed
    return {
        **{name: getattr(contract, f"{name}_id") for name in names},
        **{name: getattr(contract, name) for name in (*plain, "in_advance")},
        **party_rows.given(contract),
        "by_hand": by_hand.written(agreed.due_dates, agreed.amounts, contract.currency),
    }


COPIED = (
    "company",
    "branch",
    "client",
    "product",
    "price",
    "down_payment",
    "residual",
    "count",
    "rate",
    "method",
    "in_advance",
    *(f"{part}_{place}" for place in party_rows.PLACES for part in ("party", "role")),
)


def copied(contract: Contract) -> dict[str, Any]:
    """What a new contract takes over from another: all but vehicle and dates."""
    shown = given(contract)
    return {name: shown[name] for name in COPIED if name in shown}
