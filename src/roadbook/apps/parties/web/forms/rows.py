"""Details of which a party has several (phones, e-mails, numbers, bank accounts), as numbered fields of one form.

Plain fields, so that drafts, the conflict screen and a page without scripts treat them as any other. The first row of a
kind keeps the plain name: ``phone``, ``phone_2``, ``phone_2_status``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.parties.enums import ContactSource, ContactStatus
from roadbook.apps.parties.models import BankLine, ContactLine, NumberLine, PartyDetails
from roadbook.kit.forms import AccountField, ChoiceField, DateField, PhoneField, TextField

PHONES, EMAILS, NUMBERS, ACCOUNTS = 5, 4, 4, 4
CURRENCIES = [(code, code) for code in ("EUR", "PLN", "RUB", "BGN", "USD", "CHF", "GBP")]
Fields = dict[str, forms.Field]


def row(name: str, place: int) -> str:
    """The name of the field in this place: ``phone``, ``phone_2``."""
    return name if place == 1 else f"{name}_{place}"


def contact_fields() -> Fields:
    """Phones and e-mails, each with whose it is, whether it works and who told it."""
    found: Fields = {}
    for name, count, make in (("phone", PHONES, _phone), ("email", EMAILS, _email)):
        for place in range(1, count + 1):
            one = row(name, place)
            found[one] = make(place)
            found[f"{one}_label"] = TextField(label=_("Whose"), max_length=40, required=False)
            found[f"{one}_status"] = ChoiceField(
                label=_("Does it work"),
                choices=ContactStatus.choices,
                required=False,
                initial=ContactStatus.UNCONFIRMED,
            )
            found[f"{one}_source"] = ChoiceField(
                label=_("Told by"), choices=ContactSource.choices, required=False, initial=ContactSource.CLIENT
            )
    return found


def _phone(place: int) -> forms.Field:
    return PhoneField(label=_("Phone") if place == 1 else _("Phone %(place)d") % {"place": place}, required=False)


def _email(place: int) -> forms.Field:
    label = _("E-mail") if place == 1 else _("E-mail %(place)d") % {"place": place}
    return TextField(label=label, max_length=254, required=False)


def number_fields(kinds: tuple[IdentifierKind, ...], countries: Callable[[], Any]) -> Fields:
    """Further national numbers beside the first one."""
    choices = [("", "–"), *((kind.value, kind.label) for kind in kinds)]
    found: Fields = {}
    for place in range(2, NUMBERS + 1):
        found[f"number_{place}_kind"] = ChoiceField(label=_("Kind of number"), choices=choices, required=False)
        found[f"number_{place}"] = TextField(label=_("Number"), max_length=40, required=False)
        found[f"number_{place}_country"] = ChoiceField(label=_("Given by"), choices=countries, required=False)
    return found


def account_fields() -> Fields:
    """Bank accounts, and which of them is the default one."""
    found: Fields = {}
    for place in range(1, ACCOUNTS + 1):
        one = f"bank_{place}"
        found[f"{one}_iban"] = AccountField(label=_("IBAN or account number"), max_length=50, required=False)
        found[f"{one}_bic"] = TextField(label=_("BIC"), max_length=14, required=False)
        found[f"{one}_bank_name"] = TextField(label=_("Bank"), max_length=120, required=False)
        found[f"{one}_currency"] = ChoiceField(label=_("Currency"), choices=[("", "–"), *CURRENCIES], required=False)
        found[f"{one}_closed_on"] = DateField(label=_("Closed on"), required=False)
    places = [(str(place), str(place)) for place in range(1, ACCOUNTS + 1)]
    found["bank_default"] = ChoiceField(label=_("Pay to account"), choices=[("", "–"), *places], required=False)
    return found


def contacts_told(answers: Mapping[str, Any], name: str, count: int) -> tuple[ContactLine, ...]:
    """The phones or e-mails of the answers, in their order."""
    names = [row(name, place) for place in range(1, count + 1)]
    return tuple(
        ContactLine(answers[one], answers[f"{one}_label"], answers[f"{one}_status"], answers[f"{one}_source"])
        for one in names
        if answers.get(one)
    )


def numbers_told(answers: Mapping[str, Any]) -> tuple[NumberLine, ...]:
    """The further numbers of the answers. Every place is told, so that a refusal names its field."""
    return tuple(
        NumberLine(answers[f"number_{place}_kind"], answers[f"number_{place}"], answers[f"number_{place}_country"])
        for place in range(2, NUMBERS + 1)
    )


def accounts_told(answers: Mapping[str, Any]) -> tuple[BankLine, ...]:
    """The bank accounts of the answers. Every place is told, so that a refusal names its field."""
    chosen = answers["bank_default"]
    return tuple(
        BankLine(
            iban=answers[f"bank_{place}_iban"],
            bic=answers[f"bank_{place}_bic"],
            bank_name=answers[f"bank_{place}_bank_name"],
            currency=answers[f"bank_{place}_currency"],
            is_default=chosen == str(place),
            closed_on=answers[f"bank_{place}_closed_on"],
        )
        for place in range(1, ACCOUNTS + 1)
    )


def initial_rows(details: PartyDetails) -> dict[str, Any]:
    """Phones, e-mails and accounts on file as values of the fields; empty rows are there too."""
    return {
        **dict(_contact_values("phone", PHONES, details.phones)),
        **dict(_contact_values("email", EMAILS, details.emails)),
        **dict(_account_values(details.bank_accounts)),
    }


def _contact_values(name: str, count: int, lines: tuple[str | ContactLine, ...]) -> Iterator[tuple[str, Any]]:
    for place in range(1, count + 1):
        told = lines[place - 1] if place <= len(lines) else ContactLine("", status=ContactStatus.UNCONFIRMED)
        line = told if isinstance(told, ContactLine) else ContactLine(told)
        one = row(name, place)
        yield one, line.value
        yield from ((f"{one}_{part}", getattr(line, part)) for part in ("label", "status", "source"))


def _account_values(lines: tuple[BankLine, ...]) -> Iterator[tuple[str, Any]]:
    default = next((place for place, line in enumerate(lines, 1) if line.is_default), "")
    yield "bank_default", str(default)
    for place in range(1, ACCOUNTS + 1):
        line = lines[place - 1] if place <= len(lines) else BankLine("")
        for part in ("iban", "bic", "bank_name", "currency", "closed_on"):
            yield f"bank_{place}_{part}", getattr(line, part)
