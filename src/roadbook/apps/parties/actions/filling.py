"""From what the user said to rows: check, fill the party, attach its details, index it for search."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.jurisdictions.rules import Identifier as Number
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import AddressKind, Channel, ContactKind, PartyKind
from roadbook.apps.parties.models import Address, ContactPoint, IdDocument, Party, PartyDetails
from roadbook.apps.parties.models.values import MASK
from roadbook.kit import text
from roadbook.kit.errors import Refused

from . import numbers
from .latin import latin

OWN_FIELDS = (
    "first_name",
    "middle_name",
    "last_name",
    "latin_name",
    "birth_date",
    "sex",
    "citizenship",
    "accountable_person",
    "language",
    "preferred_channel",
)


BIRTH_TELLING = (IdentifierKind.EGN, IdentifierKind.PESEL)


class DetailsRefused(Refused):
    """Something said about the party cannot be so."""

    code = "details"


@dataclass(frozen=True, kw_only=True)
class Checked(PartyDetails):
    """Details that passed, in their normal forms; ``new_number`` goes on file."""

    new_number: Number | None = None


def checked(details: PartyDetails, company: Company, *, known: Party | None = None) -> Checked:
    """The details in their normal forms, with birth date and sex as the national number tells them.

    :raises DetailsRefused, IdentifierRefused: the first thing that cannot be so.
    """
    _names(details)
    number = numbers.check(details, born_by=company.business_date)
    _born(details, company)
    if details.preferred_channel not in Channel.values:
        raise DetailsRefused(_("There is no such channel."), field="preferred_channel")
    values = {
        **asdict(details),
        "registered_address": details.registered_address,
        "current_address": details.current_address,
        "id_document": _paper(details),
        "language": details.language or company.language,
        "citizenship": details.citizenship.upper(),
        "phones": _each(_phone, details.phones, company.country),
        "emails": _each(_email, details.emails, ""),
    }
    if number is not None:
        values["birth_date"] = number.birth_date or details.birth_date
        values["sex"] = number.sex or details.sex
    elif known is not None and _number_tells(known):
        values["birth_date"], values["sex"] = known.birth_date, known.sex
    return Checked(**values, new_number=number)


def _names(details: PartyDetails) -> None:
    needed = ("name",) if details.kind == PartyKind.ORGANISATION else ("first_name", "last_name")
    for field in needed:
        if not getattr(details, field).strip():
            raise DetailsRefused(_("This is needed."), field=field)


def _born(details: PartyDetails, company: Company) -> None:
    if details.birth_date and details.birth_date > company.business_date:
        raise DetailsRefused(_("The birth date is in the future."), field="birth_date")


def _number_tells(party: Party) -> bool:
    """Does a number on file already tell the birth date and the sex? Then they are not the editor's to change."""
    return party.identifiers.filter(kind__in=BIRTH_TELLING).exists()


def _paper(details: PartyDetails) -> Any:
    paper = details.id_document
    if paper.issued_on and paper.expires_on and paper.expires_on <= paper.issued_on:
        raise DetailsRefused(_("The document expires before it was issued."), field="paper_expires_on")
    return replace(paper, number=paper.number.strip())


def _each(clean: Any, values: tuple[str, ...], country: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean(value, country) for value in values if value.strip()))


def _phone(value: str, country: str) -> str:
    try:
        number = phonenumbers.parse(value, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise DetailsRefused(_("“%(phone)s” is not a phone number.") % {"phone": value}, field="phones")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(value: str, _country: str) -> str:
    email = value.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise DetailsRefused(_("“%(email)s” is not an e-mail address.") % {"email": value}, field="emails") from None
    return email


def told(details: PartyDetails) -> dict[str, Any]:
    """The details as plain values, for audit and comparison. A number on file is not among them, a new one masked."""
    hidden = {"new_number", "kind", "identifier", "identifier_kind"}
    plain = {name: value for name, value in asdict(details).items() if name not in hidden}
    new = getattr(details, "new_number", None)
    if new:
        plain |= {"identifier_kind": str(new.kind), "identifier": f"{MASK}{new.normalised[-4:]}"}
    return plain


def fill(party: Party, details: Checked) -> None:
    """Put the details that are the party's own on its row."""
    for field in OWN_FIELDS:
        value = getattr(details, field)
        setattr(party, field, value.strip() if isinstance(value, str) else value)
    party.name = " ".join(details.display_name.split())


def attach(party: Party, details: Checked) -> None:
    """Write number, document, addresses and contact points; what is no longer told goes away.

    :raises DuplicateParty: the number is on another client's file.
    """
    if details.new_number is not None:
        numbers.attach(party, details.new_number)
    paper = details.id_document
    if paper:
        IdDocument.objects.update_or_create(party=party, defaults=asdict(paper))
    else:
        IdDocument.objects.filter(party=party).delete()
    for kind, line in (
        (AddressKind.REGISTERED, details.registered_address),
        (AddressKind.CURRENT, details.current_address),
    ):
        if line:
            Address.objects.update_or_create(party=party, kind=kind, defaults=asdict(line))
        else:
            Address.objects.filter(party=party, kind=kind).delete()
    _contact_points(party, details)


def _contact_points(party: Party, details: Checked) -> None:
    party.contact_points.all().delete()
    ContactPoint.objects.bulk_create(
        ContactPoint(party=party, kind=kind, value=value, is_primary=place == 0, position=place)
        for kind, values in ((ContactKind.PHONE, details.phones), (ContactKind.EMAIL, details.emails))
        for place, value in enumerate(values)
    )


def index(party: Party) -> None:
    """Fold everything by which the party is looked for into ``search_text``: no personal number is among it."""
    parts = [party.number, party.name, latin(party.name, party.language), party.latin_name]
    for point in party.contact_points.all():
        parts += [point.value, _domestic(point.value)] if point.kind == ContactKind.PHONE else [point.value]
    if not party.is_person:
        parts += [identifier.value for identifier in party.identifiers.all()]
    party.search_text = text.search_text(*parts)
    Party.objects.filter(pk=party.pk).update(search_text=party.search_text)


def _domestic(phone: str) -> str:
    """The digits as they are dialled inside the country: 0888123456 for +359888123456."""
    number = phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(letter for letter in number if letter.isdigit())
