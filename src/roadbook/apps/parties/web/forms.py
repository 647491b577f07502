"""Forms of persons and organisations, and the way between their fields and ``PartyDetails``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions.enums import IdentifierKind, Sex
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import (
    ORGANISATION_IDENTIFIERS,
    PERSON_IDENTIFIERS,
    Channel,
    PaperKind,
    PartyKind,
)
from roadbook.apps.parties.models import AddressLine, IdPaper, PartyDetails
from roadbook.kit import figures
from roadbook.kit.errors import Refused
from roadbook.kit.forms import ChoiceField, DateField, Form, RowField, TextField

PLAIN = (
    "first_name",
    "middle_name",
    "last_name",
    "name",
    "latin_name",
    "identifier_kind",
    "identifier",
    "birth_date",
    "sex",
    "citizenship",
    "accountable_person",
    "language",
    "preferred_channel",
)
FIELD_OF = {"phones": "phone", "emails": "email"}
ADDRESSES = ("registered", "current")
CODE_LENGTH = 2


@lru_cache(maxsize=8)
def _countries(language: str) -> list[tuple[str, str]]:
    names = Locale(language).territories
    known = [(code, name) for code, name in names.items() if len(code) == CODE_LENGTH and code.isalpha()]
    return [("", "–"), *sorted(known, key=lambda pair: pair[1])]


def countries() -> list[tuple[str, str]]:
    """ISO 3166 codes with the names of the countries in the active language (CLDR)."""
    return _countries((get_language() or "en")[:2])


def _numbers(kinds: tuple[IdentifierKind, ...]) -> list[tuple[str, Any]]:
    return [(kind.value, kind.label) for kind in kinds]


class PartyForm(Form):
    """What persons and organisations share."""

    company = RowField(Company.objects.none(), label=_("Company"))
    identifier = TextField(label=_("National number"), max_length=20, required=False)
    latin_name = TextField(label=_("Name in Latin letters"), max_length=250, required=False)
    language = ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    preferred_channel = ChoiceField(label=_("Preferred channel"), choices=Channel.choices)
    phone = TextField(label=_("Phone"), max_length=40, required=False)
    phone_2 = TextField(label=_("Second phone"), max_length=40, required=False)
    email = TextField(label=_("E-mail"), max_length=254, required=False)
    email_2 = TextField(label=_("Second e-mail"), max_length=254, required=False)
    registered_street = TextField(label=_("Street and number"), max_length=200, required=False)
    registered_postcode = TextField(label=_("Postcode"), max_length=12, required=False)
    registered_city = TextField(label=_("City"), max_length=80, required=False)
    registered_region = TextField(label=_("Region"), max_length=80, required=False)
    registered_country = ChoiceField(label=_("Country"), choices=countries, required=False)
    current_street = TextField(label=_("Street and number"), max_length=200, required=False)
    current_postcode = TextField(label=_("Postcode"), max_length=12, required=False)
    current_city = TextField(label=_("City"), max_length=80, required=False)
    current_region = TextField(label=_("Region"), max_length=80, required=False)
    current_country = ChoiceField(label=_("Country"), choices=countries, required=False)

    def refuse(self, error: Refused) -> None:
        """A refusal of a list of phones or e-mails stands at the first of them."""
        field = FIELD_OF.get(error.field, error.field)
        message = error.message if isinstance(error.message, SafeString) else str(error)
        self.add_error(field if field in self.fields else None, message)

    def told(self, known: PartyDetails | None = None) -> dict[str, Any]:
        """The answers as fields of ``PartyDetails``. Phones and e-mails beyond the second stay as known."""
        answers = self.answers()
        told = {name: answers[name] for name in PLAIN if name in answers}
        for kind in ("phone", "email"):
            more = getattr(known, f"{kind}s")[2:] if known else ()
            told[f"{kind}s"] = (answers[kind], answers[f"{kind}_2"], *more)
        for kind in ADDRESSES:
            told[f"{kind}_address"] = _address(answers, kind)
        return told

    def theirs(self, known: PartyDetails) -> list[tuple[Any, str, str]]:
        """Where what was typed differs from what is on file: label, mine, theirs."""
        on_file = initial_of(known)
        mine = self.cleaned_data
        names = [name for name in on_file if name in mine and name not in {"identifier", "identifier_kind"}]
        return [
            (self.fields[name].label, self._shown(name, mine[name]), self._shown(name, on_file[name]))
            for name in names
            if (mine[name] or "") != (on_file[name] or "")
        ]

    def _shown(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(value, date):
            return figures.day(value)
        return str(choices.get(value, value) or figures.DASH)


class PersonForm(PartyForm):
    first_name = TextField(label=_("First name"), max_length=80)
    middle_name = TextField(label=_("Middle name"), max_length=80, required=False)
    last_name = TextField(label=_("Last name"), max_length=80)
    identifier_kind = ChoiceField(label=_("Kind of number"), choices=_numbers(PERSON_IDENTIFIERS))
    birth_date = DateField(label=_("Birth date"), required=False)
    sex = ChoiceField(label=_("Sex"), choices=[("", "–"), *Sex.choices], required=False)
    citizenship = ChoiceField(label=_("Citizenship"), choices=countries, required=False)
    paper_kind = ChoiceField(label=_("Document"), choices=PaperKind.choices)
    paper_number = TextField(label=_("Document number"), max_length=30, required=False)
    paper_issued_on = DateField(label=_("Issued on"), required=False)
    paper_issuer = TextField(label=_("Issued by"), max_length=120, required=False)
    paper_expires_on = DateField(label=_("Valid until"), required=False)

    def told(self, known: PartyDetails | None = None) -> dict[str, Any]:
        values = self.answers()
        paper = IdPaper(**{name: values[f"paper_{name}"] for name in asdict(IdPaper())})
        return {**super().told(known), "id_document": paper or IdPaper()}


class OrganisationForm(PartyForm):
    name = TextField(label=_("Name"), max_length=250)
    identifier_kind = ChoiceField(label=_("Kind of number"), choices=_numbers(ORGANISATION_IDENTIFIERS))
    accountable_person = TextField(label=_("Accountable person"), max_length=150, required=False)


FORMS: dict[str, type[PartyForm]] = {PartyKind.PERSON: PersonForm, PartyKind.ORGANISATION: OrganisationForm}


class ReasonForm(forms.Form):
    """Why a whole number is needed."""

    reason = TextField(label=_("Reason"), max_length=200)


def initial_of(details: PartyDetails) -> dict[str, Any]:
    """The details as values of the form's fields."""
    values = {name: getattr(details, name) for name in PLAIN}
    for kind in ("phone", "email"):
        told: tuple[str, ...] = getattr(details, f"{kind}s")
        values |= {kind: told[0] if told else "", f"{kind}_2": told[1] if told[1:] else ""}
    for kind in ADDRESSES:
        values |= {f"{kind}_{name}": value for name, value in asdict(getattr(details, f"{kind}_address")).items()}
    return values | {f"paper_{name}": value for name, value in asdict(details.id_document).items()}


def _address(answers: dict[str, Any], kind: str) -> AddressLine:
    line = AddressLine(**{name: answers[f"{kind}_{name}"] for name in asdict(AddressLine())})
    return line or AddressLine()
