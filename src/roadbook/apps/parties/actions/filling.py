"""From details that passed to rows: fill the party, attach what belongs to it, index it for search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import phonenumbers

from roadbook.apps.parties.enums import AddressKind, ContactKind
from roadbook.apps.parties.models import (
    Address,
    BankAccount,
    ContactLine,
    ContactPoint,
    IdDocument,
    Identifier,
    IdPaper,
    Party,
    PartyDetails,
)
from roadbook.apps.parties.models.party import PAPER_PURPOSE
from roadbook.apps.parties.models.values import masked
from roadbook.apps.parties.queries.latin import latin, name_key
from roadbook.kit import audit, crypto, text

from . import numbers
from .checking import Checked

OWN_FIELDS = (
    "first_name",
    "middle_name",
    "last_name",
    "latin_name",
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
ADDRESSES = (AddressKind.REGISTERED, AddressKind.CURRENT, AddressKind.CORRESPONDENCE)
UNTOLD = {
    "new_numbers",
    "kind",
    "identifier",
    "identifier_kind",
    "identifier_country",
    "numbers",
    "dropped_numbers",
}
SHOWN = 4


def difference(old: PartyDetails, new: Checked) -> dict[str, list[Any]]:
    """What changes, for the audit log: national and document numbers masked."""
    changes = audit.diff(_plain(old), _plain(new))
    found = {name: [_masked(name, one) for one in values] for name, values in changes.items()}
    if new.new_numbers:
        found["identifier_kind"] = [None, ", ".join(one.kind for one in new.new_numbers)]
        found["identifier"] = [None, ", ".join(masked(one.value, SHOWN) for one in new.new_numbers)]
    if new.dropped_numbers:
        found["dropped_numbers"] = [", ".join(new.dropped_numbers), None]
    return found


def _plain(details: PartyDetails) -> dict[str, Any]:
    told = {name: value for name, value in asdict(details).items() if name not in UNTOLD}
    lines = {name: contact_lines(getattr(details, name)) for name in ("phones", "emails")}
    return {**told, **{name: [asdict(line) for line in found] for name, found in lines.items()}}


def contact_lines(told: tuple[str | ContactLine, ...]) -> list[ContactLine]:
    return [one if isinstance(one, ContactLine) else ContactLine(one) for one in told]


def _masked(name: str, value: Any) -> Any:
    if name == "id_document" and isinstance(value, Mapping):
        return {**value, "number": IdPaper(number=str(value["number"])).masked if value["number"] else ""}
    if name == "manager_number" and value:
        return masked(str(value), SHOWN)
    return value


def fill(party: Party, details: Checked) -> None:
    """Put the details that are the party's own on its row."""
    for field in OWN_FIELDS:
        setattr(party, field, getattr(details, field))
    party.name = " ".join(details.display_name.split())


def attach(party: Party, details: Checked) -> None:
    """Write numbers, document, addresses, contact points and accounts; what is no longer told goes away.

    :raises DuplicateParty: a number is on another client's file.
    """
    if details.dropped_numbers:
        Identifier.objects.filter(party=party, kind__in=details.dropped_numbers).delete()
    for number in details.new_numbers:
        numbers.attach(party, number)
    _document(party, details.id_document)
    for kind in ADDRESSES:
        _address(party, kind, getattr(details, f"{kind}_address"))
    _contact_points(party, details)
    _accounts(party, details)


def _document(party: Party, paper: IdPaper) -> None:
    """Another number is another document: the one before it stays as history."""
    index = crypto.blind_index(plain_number(paper.number), PAPER_PURPOSE) if paper else ""
    present = IdDocument.objects.filter(party=party, is_current=True).exclude(kind=paper.kind, number_index=index)
    present.update(is_current=False)
    if paper:
        values = {**asdict(paper), "number_index": index, "is_current": True}
        IdDocument.objects.update_or_create(
            party=party, kind=values.pop("kind"), number_index=values.pop("number_index"), defaults=values
        )


def plain_number(number: str) -> str:
    """A document number as it is searched for: capitals and digits alone."""
    return "".join(letter for letter in number.upper() if letter.isalnum())


def _address(party: Party, kind: str, line: Any) -> None:
    if not line:
        Address.objects.filter(party=party, kind=kind).delete()
        return
    known = Address.objects.filter(party=party, kind=kind).first()
    if known is None or known.line != line:
        Address.objects.update_or_create(
            party=party, kind=kind, defaults={**asdict(line), "returned_on": None, "return_reason": ""}
        )


def _contact_points(party: Party, details: Checked) -> None:
    """Rows that stay keep their keys. Nobody is primary while the order changes: one of a kind may be."""
    points = {(one.kind, one.value): one for one in party.contact_points.all()}
    told = [
        (kind, place, line)
        for kind, lines in ((ContactKind.PHONE, details.phones), (ContactKind.EMAIL, details.emails))
        for place, line in enumerate(contact_lines(lines))
    ]
    gone = set(points) - {(kind, line.value) for kind, _place, line in told}
    party.contact_points.filter(pk__in=[points[key].pk for key in gone]).delete()
    party.contact_points.update(is_primary=False)
    for kind, place, line in told:
        values = {**asdict(line), "position": place, "is_primary": place == 0}
        ContactPoint.objects.update_or_create(party=party, kind=kind, value=values.pop("value"), defaults=values)


def _accounts(party: Party, details: Checked) -> None:
    party.bank_accounts.exclude(iban__in=[line.iban for line in details.bank_accounts]).delete()
    party.bank_accounts.update(is_default=False)
    for place, line in enumerate(details.bank_accounts):
        values = {**asdict(line), "position": place}
        BankAccount.objects.update_or_create(party=party, iban=values.pop("iban"), defaults=values)


def index(party: Party) -> None:
    """Fold everything by which the party is looked for into ``search_text``: no personal number is among it.

    The numbers of files that became part of this one lead to it.
    """
    parts = [party.number, party.name, latin(party.name, party.language), party.latin_name]
    parts += Party.objects.filter(merged_into=party).values_list("number", flat=True)
    for point in party.contact_points.all():
        parts += [point.value, domestic(point.value)] if point.kind == ContactKind.PHONE else [point.value]
    if not party.is_person:
        parts += [identifier.value for identifier in party.identifiers.all()]
    party.search_text = text.search_text(*parts)
    named = f"{party.first_name} {party.last_name}" if party.is_person else party.name
    party.name_key = name_key(named, party.language)
    Party.objects.filter(pk=party.pk).update(search_text=party.search_text, name_key=party.name_key)


def domestic(phone: str) -> str:
    """The digits as they are dialled inside the country: 0888123456 for +359888123456."""
    number = phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(letter for letter in number if letter.isdigit())
