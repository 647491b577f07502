"""National numbers: checked by their state's rule, encrypted, once in a company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions import rules as jurisdictions
from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.parties.enums import COUNTRY_OF, IDENTIFIERS, SHARED, PartyKind
from roadbook.apps.parties.models import Identifier, NumberLine, Party, PartyDetails
from roadbook.apps.parties.models.party import IDENTIFIER_PURPOSE
from roadbook.kit import crypto
from roadbook.kit.errors import Conflict

CODE_LENGTH = 2


class DuplicateParty(Conflict):
    """The company already has a client with this number: ``party_id``."""

    code = "duplicate"

    def __init__(self, existing: Party) -> None:
        message = _("This number is already on the file of client %(number)s.") % {"number": existing.number}
        super().__init__(message, field="identifier")
        self.party_id = existing.pk


@dataclass(frozen=True)
class Number:
    """A number that passed, with the country that gave it."""

    checked: jurisdictions.Identifier
    country: str

    @property
    def kind(self) -> str:
        return str(self.checked.kind)

    @property
    def value(self) -> str:
        return self.checked.normalised

    @property
    def index(self) -> str:
        return "" if self.checked.kind in SHARED else crypto.blind_index(self.value, IDENTIFIER_PURPOSE)


def check(details: PartyDetails, *, born_by: date) -> tuple[Number, ...]:
    """The numbers in their normal forms with what they tell of their owner; none when none was given.

    :raises IdentifierRefused: one fails the check of its kind, is no number of a person (an organisation), or two are
        of one kind.
    """
    first = NumberLine(details.identifier_kind, details.identifier, details.identifier_country)
    told = [("identifier", first), *((f"numbers_{place}", line) for place, line in enumerate(details.numbers, 2))]
    found: list[Number] = []
    for field, line in told:
        if not line:
            continue
        number = _check_one(details, line, field, born_by)
        if any((one.kind, one.country) == (number.kind, number.country) for one in found):
            raise jurisdictions.IdentifierRefused(_("Two numbers of one kind."), field=field)
        found.append(number)
    return tuple(found)


def _check_one(details: PartyDetails, line: NumberLine, field: str, born_by: date) -> Number:
    if line.kind not in IDENTIFIERS[PartyKind(details.kind)]:
        raise jurisdictions.IdentifierRefused(_("Choose the kind of number."), field=f"{field}_kind")
    checked = jurisdictions.check_identifier(line.kind, line.value, field=field, born_by=born_by)
    country = _country(checked, line.country.upper())
    if len(country) != CODE_LENGTH:
        raise jurisdictions.IdentifierRefused(_("Choose the country that gave this number."), field=field)
    return Number(checked, country)


def _country(checked: jurisdictions.Identifier, told: str) -> str:
    if checked.kind == IdentifierKind.VAT:
        return checked.normalised[:CODE_LENGTH]
    return COUNTRY_OF.get(checked.kind, told)


def attach(party: Party, number: Number) -> None:
    """Put the number on file, in the place of one of the same kind.

    :raises DuplicateParty: it is on another client's file.
    """
    values = {"value": number.value, "value_index": number.index, "last4": number.value[-4:], "company": party.company}
    try:
        with transaction.atomic():
            Identifier.objects.update_or_create(party=party, kind=number.kind, country=number.country, defaults=values)
    except IntegrityError:
        existing = holder(party.company_id, number.kind, number.index)
        if existing is None:
            raise
        raise DuplicateParty(existing) from None


def holder(company_id: int, kind: str, index: str) -> Party | None:
    """The client of the company on whose file this number is."""
    return Party.objects.filter(
        identifiers__company_id=company_id, identifiers__kind=kind, identifiers__value_index=index
    ).first()
