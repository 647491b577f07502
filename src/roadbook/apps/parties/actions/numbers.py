"""National numbers: checked by their state's rule, encrypted, once in a company."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions import rules as jurisdictions
from roadbook.apps.parties.enums import COUNTRY_OF, IDENTIFIERS, PartyKind
from roadbook.apps.parties.models import Identifier, Party, PartyDetails
from roadbook.apps.parties.models.party import IDENTIFIER_PURPOSE
from roadbook.kit import crypto
from roadbook.kit.errors import Conflict


class DuplicateParty(Conflict):
    """The company already has a client with this number: ``party_id``."""

    code = "duplicate"

    def __init__(self, existing: Party) -> None:
        message = _("This number is already on the file of client %(number)s.") % {"number": existing.number}
        super().__init__(message, field="identifier")
        self.party_id = existing.pk


def check(details: PartyDetails, *, born_by: date) -> jurisdictions.Identifier | None:
    """The number in its normal form with what it tells of its owner; None when none was given.

    :raises IdentifierRefused: it fails the check of its kind, or is no number of a person (an organisation).
    """
    if not details.identifier.strip():
        return None
    if details.identifier_kind not in IDENTIFIERS[PartyKind(details.kind)]:
        raise jurisdictions.IdentifierRefused(_("Choose the kind of number."), field="identifier_kind")
    return jurisdictions.check_identifier(details.identifier_kind, details.identifier, born_by=born_by)


def attach(party: Party, number: jurisdictions.Identifier) -> None:
    """Put the number on file, in the place of one of the same kind.

    :raises DuplicateParty: it is on another client's file.
    """
    index = crypto.blind_index(number.normalised, IDENTIFIER_PURPOSE)
    values = {"value": number.normalised, "value_index": index, "last4": number.normalised[-4:]}
    try:
        with transaction.atomic():
            Identifier.objects.update_or_create(
                party=party,
                kind=number.kind,
                defaults={**values, "company": party.company, "country": COUNTRY_OF[number.kind]},
            )
    except IntegrityError:
        existing = holder(party.company_id, number.kind, index)
        if existing is None:
            raise
        raise DuplicateParty(existing) from None


def holder(company_id: int, kind: str, index: str) -> Party | None:
    """The client of the company on whose file this number is."""
    return Party.objects.filter(
        identifiers__company_id=company_id, identifiers__kind=kind, identifiers__value_index=index
    ).first()
