"""Made-up forms for the style page, in every state that a form can be in. No business word."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from roadbook.kit import clock, text
from roadbook.kit.errors import Refused
from roadbook.kit.forms import (
    DateField,
    IbanField,
    MoneyField,
    PhoneField,
    RadiosField,
    RateField,
    SwitchField,
    TextField,
    VinField,
    unmask,
)
from roadbook.kit.forms.drafts import Draft
from roadbook.kit.forms.merging import MINE, THEIRS, Difference, Merge

TODAY = date(2026, 11, 24)
PEOPLE = ("Милена Костова", "Тодор Данев", "Agnieszka Żuk", "Ивайло Примеров")
MASKED, WHOLE = "••••••0018", "7501020018"


class OfferedField(forms.CharField):
    """A choice that the server searches for."""

    options_url = "?options=1"

    def label_of(self, value: object) -> str:
        return str(value or "")


class SeveralField(forms.MultipleChoiceField):
    """Several choices that the server searches for, shown as chips."""

    look = "chips"
    options_url = "?options=1"

    def chosen(self, value: Any) -> list[tuple[str, str]]:
        return [(str(one), str(one)) for one in value or ()]


class SampleForm(forms.Form):
    """One field of each look."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands in the passport."))
    email = forms.EmailField(label=_("E-mail"), required=False)
    price = MoneyField(currency="EUR", label=_("Amount"), initial=11_890_000, maximum=20_000_000)
    share = MoneyField(currency="EUR", label=_("Part of it"), percent_of="price", required=False, initial="20 %")
    rate = RateField(label=_("Yearly rate"), initial=Decimal("0.094"))
    count = forms.IntegerField(label=_("How many"), initial=48, min_value=1)
    on = DateField(label=_("Date"), initial=TODAY, country="BG", today=TODAY)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("a", _("First")), ("b", _("Second"))])
    method = forms.ChoiceField(
        label=_("Method"),
        choices=[("a", _("Level")), ("b", _("Falling")), ("c", _("By hand"))],
        widget=forms.RadioSelect,
        initial="a",
    )
    extras = forms.MultipleChoiceField(
        label=_("Extras"),
        choices=[("a", _("First")), ("b", _("Second"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reach = RadiosField(label=_("Preferred channel"), choices=[("a", _("Call")), ("b", _("Letter"))], initial="b")
    person = OfferedField(label=_("Person"))
    people = SeveralField(label=_("People"), choices=[(one, one) for one in PEOPLE], initial=PEOPLE[:2], required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    vin = VinField(label=_("VIN"), required=False)
    iban = IbanField(label=_("Bank account"), required=False)
    agreed = forms.BooleanField(label=_("The client has agreed"), required=False)
    news = SwitchField(label=_("Tell me about news"), required=False, initial=True)
    note = TextField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), max_length=400, required=False)


@dataclass
class Shown:
    """What the page of a form knows of its state."""

    draft: Draft | None = None
    merge: Merge | None = None
    errors: dict[str, str] = field(default_factory=dict)


def samples(*, with_errors: bool) -> dict[str, Any]:
    """The form, a draft that was restored and one that is offered, and a conflict."""
    at = clock.now() - timedelta(minutes=8)
    return {
        "form": SampleForm({"price": "12", "people": PEOPLE[:2]}) if with_errors else SampleForm(),
        "restored": Shown(Draft("", at, is_restored=True)),
        "offered": Shown(Draft("", at)),
        "conflict": Shown(merge=_merge()),
        "masked": MASKED,
    }


def options(asked: str) -> list[tuple[str, str, str]]:
    """Who is found by a name, or part of one."""
    return [(one, one, "") for one in PEOPLE if text.fold(asked) in text.fold(one)]


def show(request: HttpRequest) -> HttpResponse:
    """The masked sample in full, for any reason."""

    def reveal(reason: str) -> str:
        if not reason:
            raise Refused(_("Say what you need it for."))
        return WHOLE

    return unmask(request, reveal, masked=MASKED)


def _merge() -> Merge:
    return Merge(
        (
            Difference("name", now("Name"), "Милена Костова", "Милена Г. Костова", "Милена Костова", MINE),
            Difference("phone", now("Phone"), "+359 88 812 3456", "+359 88 812 3456", "+359 88 765 4321", THEIRS),
            Difference("price", now("Amount"), "€118,900.00", "€119,000.00", "€121,500.00", "", is_missing=True),
        )
    )
