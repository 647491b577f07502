"""From what was typed to the terms of a contract: lines by hand, the unknown figure, what the product allows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms as django
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions.queries import VatUnknown
from roadbook.apps.leasing import queries
from roadbook.apps.leasing.enums import Method, Unknown
from roadbook.apps.leasing.models import AgreedTerms, ProductTerms, TermsRefused
from roadbook.apps.leasing.models.agreed import problems
from roadbook.kit import forms
from roadbook.kit.money import format_money

from . import by_hand

if TYPE_CHECKING:
    from roadbook.apps.leasing.models import Product
    from roadbook.apps.organisation.models import Company

TERMS = ("price", "down_payment", "rate", "count", "method", "signed_on", "first_due_on")
ANSWERS = ("payment", "price", "rate", "count", "residual")


class TermsForm(django.Form):
    """What reads the terms; the fields stand in the form of the contract."""

    own_company: Company | None
    basis: queries.Drafted | None
    moved: set[str]
    lines: list[by_hand.Line]

    def clean(self) -> dict[str, Any]:
        """Every term that the product does not allow stands beside its field."""
        values = super().clean() or self.cleaned_data
        product: Product | None = values.get("product")
        if self.own_company is None:
            return values
        self._take_lines(values)
        if product and values.get("signed_on"):
            conditions = product.conditions_on(values["signed_on"])
            self._find(values, conditions)
            if (terms := self.agreed()) is not None:
                self._judge(terms, product, conditions)
        return values

    @property
    def unknown(self) -> str:
        asked = str(self.data.get("solve_for") or "") if self.is_bound else ""
        return asked if asked in Unknown.values else str(Unknown.PAYMENT)

    def _take_lines(self, values: dict[str, Any]) -> None:
        """Pasted dates decide count and first due date; pasted amounts the method."""
        company: Any = self.own_company
        self.lines = by_hand.read(values.get("by_hand") or "", company.currency)
        wrong = by_hand.problems(self.lines)
        for problem in wrong:
            self.add_error("by_hand", problem)
        if wrong or not self.lines:
            return
        days = [one.on for one in self.lines if one.on]
        self.answer("count", len(days))
        self.answer("first_due_on", days[0])
        if any(one.amount is not None for one in self.lines):
            self.answer("method", str(Method.GIVEN))

    def _find(self, values: dict[str, Any], conditions: ProductTerms) -> None:
        """Put what was found in the place of the unknown figure."""
        unknown = self.unknown
        if unknown == Unknown.PAYMENT:
            return
        self.errors.pop(unknown, None)
        values |= queries.START[unknown]
        agreed = self.agreed()
        if values.get("payment") is None:
            if "payment" not in self.errors:
                self.add_error("payment", _("Which instalment is wanted?"))
            values[unknown] = None
        elif agreed is not None:
            try:
                found = queries.solved(queries.Known(unknown, values["payment"], conditions, agreed))
            except TermsRefused as refusal:
                values[unknown] = None
                self.add_error(refusal.field if refusal.field in self.fields else "solve_for", str(refusal))
            else:
                self.answer(unknown, getattr(found, unknown))

    def answer(self, name: str, value: Any) -> None:
        """Let the server say what stands in a field."""
        self.errors.pop(name, None)
        self.cleaned_data[name] = value
        self.moved.add(name)
        self.data: Any = {**self.data, name: self._text(name, value)}

    def _text(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.MoneyField):
            return format_money(value, field.currency, symbol=False)
        if isinstance(field, forms.RateField):
            return str(field.prepare_value(value))
        return f"{value:%d.%m.%Y}" if isinstance(field, forms.DateField) else str(value)

    def _judge(self, terms: AgreedTerms, product: Product, conditions: ProductTerms) -> None:
        """Say beside each field what the product does not allow; else keep the plan for the preview."""
        company: Any = self.own_company
        found: list[Any] = list(problems(terms, conditions))
        try:
            terms = queries.taxed(terms, country=company.country, kind=product.kind)
            if not found:
                self.basis = queries.drafted(company.country, product.kind, conditions, terms)
        except TermsRefused as refusal:
            found = [refusal]
        except VatUnknown as refusal:
            self.add_error("product", str(refusal))
        for problem in found:
            self._refuse_term(problem.field, str(problem))
        if self.basis and self.unknown == Unknown.PAYMENT:
            self.answer("payment", self.basis.schedule.payment)

    def _refuse_term(self, field: str, why: str) -> None:
        name = {"due_dates": "by_hand", "amounts": "by_hand", "payments": "by_hand"}.get(field, field)
        self.add_error(name if name in self.fields else None, why)

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
            in_advance=bool(values.get("in_advance")),
            due_dates=tuple(one.on for one in self.lines if one.on),
            amounts=tuple(one.amount for one in self.lines if one.amount is not None),
        )

    def problems_told(self) -> list[str]:
        """What is wrong with the terms that were typed; an empty field is not wrong yet."""
        told = [str(error) for error in self.non_field_errors()]
        for name in (*TERMS, "payment", "solve_for", "by_hand", "residual"):
            if self.data.get(name):
                told += [f"{self.fields[name].label}: {error}" for error in self.errors.get(name, ())]
        return told
