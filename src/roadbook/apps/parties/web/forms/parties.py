"""Forms of persons and organisations, and the way between their fields and ``PartyDetails``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.forms import BoundField, CheckboxSelectMultiple, Field, MultipleChoiceField
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions.enums import IdentifierKind, Sex
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import (
    ORGANISATION_IDENTIFIERS,
    PERSON_IDENTIFIERS,
    AddressKind,
    Channel,
    PaperKind,
    PartyKind,
)
from roadbook.apps.parties.models import AddressLine, IdPaper, Party, PartyDetails
from roadbook.kit.errors import Refused
from roadbook.kit.forms import ChoiceField, DateField, Form, PhoneField, RowField, TextField

from . import rows

PLAIN = (
    "first_name",
    "middle_name",
    "last_name",
    "name",
    "latin_name",
    "identifier_kind",
    "identifier",
    "identifier_country",
    "birth_date",
    "sex",
    "citizenship",
    "accountable_person",
    "manager",
    "manager_number_kind",
    "manager_number",
    "language",
    "preferred_channel",
)
FIELD_OF = {"phones": "phone", "emails": "email", "bank_accounts": "bank_default"}
PLACED = re.compile(r"bank_accounts_([0-9]+)_")
ADDRESSES = tuple(kind.value for kind in AddressKind)
CODE_LENGTH = 2
ADDRESS_LABELS = {
    "street": (_("Street and number"), 200),
    "postcode": (_("Postcode"), 12),
    "city": (_("City"), 80),
    "region": (_("Region"), 80),
}


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


def _address_fields() -> dict[str, Field]:
    found: dict[str, Field] = {}
    for kind in ADDRESSES:
        for name, (label, longest) in ADDRESS_LABELS.items():
            found[f"{kind}_{name}"] = TextField(label=label, max_length=longest, required=False)
        found[f"{kind}_country"] = ChoiceField(label=_("Country"), choices=countries, required=False)
    return found


class PartyForm(Form):
    """What persons and organisations share. ``known`` is the file that is changed; the company decides its region."""

    keeps_draft = True
    number_kinds: tuple[IdentifierKind, ...] = ()

    company = RowField(Company.objects.none(), label=_("Own company"))
    identifier = TextField(label=_("National number"), max_length=40, required=False)
    identifier_country = ChoiceField(label=_("Given by"), choices=countries, required=False)
    latin_name = TextField(label=_("Name in Latin letters"), max_length=250, required=False)
    language = ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    preferred_channel = ChoiceField(label=_("Preferred channel"), choices=Channel.choices)

    def __init__(self, *args: Any, party: Party | None = None, region: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party = party
        self.fields |= {
            **rows.number_fields(self.number_kinds, countries),
            **rows.contact_fields(),
            **rows.account_fields(),
            **_address_fields(),
        }
        for field in self.fields.values():
            if isinstance(field, PhoneField):
                field.region = region or "BG"
        if party:
            del self.fields["company"]
            self._drop_field(party)

    def _drop_field(self, party: Party) -> None:
        """The numbers on file, to tick the wrong ones."""
        on_file = [(one.kind, f"{one.get_kind_display()}: {one.masked}") for one in party.identifiers.all()]
        if on_file:
            self.fields["dropped_numbers"] = MultipleChoiceField(
                label=_("Take off the file"), choices=on_file, required=False, widget=CheckboxSelectMultiple
            )

    def refuse(self, error: Refused) -> None:
        """A refusal of a list stands at the first of it, one of a further number or an account at its own field."""
        field = FIELD_OF.get(error.field, error.field.replace("numbers_", "number_"))
        field = PLACED.sub(r"bank_\1_", field)
        message = error.message if isinstance(error.message, SafeString) else str(error)
        self.add_error(field if field in self.fields else None, message)

    def told(self, known: PartyDetails | None = None) -> dict[str, Any]:
        """The answers as fields of ``PartyDetails``. What is on file beyond the rows of the form stays."""
        answers = self.answers()
        told = {name: answers[name] for name in PLAIN if name in answers}
        for kind in ADDRESSES:
            told[f"{kind}_address"] = _address(answers, kind)
        return {
            **told,
            "numbers": rows.numbers_told(answers),
            "dropped_numbers": tuple(answers.get("dropped_numbers", ())),
            "phones": (
                *rows.contacts_told(answers, "phone", rows.PHONES),
                *(known.phones[rows.PHONES :] if known else ()),
            ),
            "emails": (
                *rows.contacts_told(answers, "email", rows.EMAILS),
                *(known.emails[rows.EMAILS :] if known else ()),
            ),
            "bank_accounts": (*rows.accounts_told(answers), *(known.bank_accounts[rows.ACCOUNTS :] if known else ())),
        }

    def phone_rows(self) -> Iterator[list[BoundField]]:
        return self._rows(rows.row("phone", place) for place in range(1, rows.PHONES + 1))

    def email_rows(self) -> Iterator[list[BoundField]]:
        return self._rows(rows.row("email", place) for place in range(1, rows.EMAILS + 1))

    def _rows(self, names: Iterator[str]) -> Iterator[list[BoundField]]:
        return ([self[name], *(self[f"{name}_{part}"] for part in ("label", "status", "source"))] for name in names)

    def number_rows(self) -> list[list[BoundField]]:
        names = [f"number_{place}" for place in range(2, rows.NUMBERS + 1)]
        return [[self[f"{name}_kind"], self[name], self[f"{name}_country"]] for name in names]

    @property
    def has_more_numbers(self) -> bool:
        """Is one of the further numbers filled in, or refused?"""
        return any(cell.value() or cell.errors for cells in self.number_rows() for cell in cells)

    def account_rows(self) -> list[list[BoundField]]:
        parts = ("iban", "bic", "bank_name", "currency", "closed_on")
        return [[self[f"bank_{place}_{part}"] for part in parts] for place in range(1, rows.ACCOUNTS + 1)]

    def address_rows(self) -> list[tuple[Any, list[BoundField]]]:
        parts = (*ADDRESS_LABELS, "country")
        return [(kind, [self[f"{kind}_{part}"] for part in parts]) for kind in AddressKind]


class PersonForm(PartyForm):
    number_kinds = PERSON_IDENTIFIERS

    first_name = TextField(label=_("First name"), max_length=80)
    middle_name = TextField(label=_("Middle name"), max_length=80, required=False)
    last_name = TextField(label=_("Last name"), max_length=80)
    identifier_kind = ChoiceField(label=_("Kind of number"), choices=_numbers(PERSON_IDENTIFIERS))
    birth_date = DateField(label=_("Birth date"), required=False)
    sex = ChoiceField(label=_("Sex"), choices=[("", "–"), *Sex.choices], required=False)
    citizenship = ChoiceField(label=_("Citizenship"), choices=countries, required=False)
    paper_kind = ChoiceField(label=_("Document"), choices=PaperKind.choices)
    paper_country = ChoiceField(label=_("Issuing country"), choices=countries, required=False)
    paper_number = TextField(label=_("Document number"), max_length=30, required=False)
    paper_issued_on = DateField(label=_("Issued on"), required=False)
    paper_issuer = TextField(label=_("Issued by"), max_length=120, required=False)
    paper_expires_on = DateField(label=_("Valid until"), required=False)

    def told(self, known: PartyDetails | None = None) -> dict[str, Any]:
        values = self.answers()
        paper = IdPaper(**{name: values[f"paper_{name}"] for name in asdict(IdPaper())})
        return {**super().told(known), "id_document": paper}


class OrganisationForm(PartyForm):
    number_kinds = ORGANISATION_IDENTIFIERS

    name = TextField(label=_("Name"), max_length=250)
    identifier_kind = ChoiceField(label=_("Kind of number"), choices=_numbers(ORGANISATION_IDENTIFIERS))
    accountable_person = TextField(label=_("Accountable person"), max_length=150, required=False)
    manager = TextField(label=pgettext_lazy("of a company", "Manager"), max_length=150, required=False)
    manager_number_kind = ChoiceField(
        label=_("Kind of number"), choices=[("", "–"), *_numbers(PERSON_IDENTIFIERS)], required=False
    )
    manager_number = TextField(label=_("Manager's national number"), max_length=40, required=False)


FORMS: dict[str, type[PartyForm]] = {PartyKind.PERSON: PersonForm, PartyKind.ORGANISATION: OrganisationForm}


def initial_of(details: PartyDetails) -> dict[str, Any]:
    """The details as values of the form's fields. Numbers are not among them: an empty field keeps the one on file."""
    values = {name: getattr(details, name) for name in PLAIN} | {"manager_number": "", "identifier": ""}
    for kind in ADDRESSES:
        values |= {f"{kind}_{name}": value for name, value in asdict(getattr(details, f"{kind}_address")).items()}
    paper = {f"paper_{name}": value for name, value in asdict(details.id_document).items()}
    return {**values, **paper, "paper_number": "", **rows.initial_rows(details)}


def _address(answers: dict[str, Any], kind: str) -> AddressLine:
    line = AddressLine(**{name: answers[f"{kind}_{name}"] for name in asdict(AddressLine())})
    return line or AddressLine()
