"""A new person or organisation."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation import actions as organisation
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import PartyKind
from roadbook.apps.parties.events import PartyRegistered
from roadbook.apps.parties.models import Party, PartyDetails
from roadbook.kit import audit, clock
from roadbook.kit.events import publish

from . import checking, filling


def register_person(*, company: Company, by: Any, **details: Any) -> Party:
    """A numbered client file for a person. ``details`` are fields of ``PartyDetails``.

    :raises IdentifierRefused: the national number fails its check.
    :raises DuplicateParty: the company already has a client with this number.
    :raises DetailsRefused: a name is missing, a phone or e-mail cannot exist.
    """
    return _register(company, by, PartyDetails(kind=PartyKind.PERSON, **details))


def register_organisation(*, company: Company, by: Any, **details: Any) -> Party:
    """A numbered client file for an organisation; refusals as for a person."""
    return _register(company, by, PartyDetails(kind=PartyKind.ORGANISATION, **details))


@transaction.atomic
def _register(company: Company, by: Any, details: PartyDetails) -> Party:
    identity.require(by, Permission.PARTY_EDIT, company_id=company.pk)
    party = Party(company=company, kind=details.kind, created_at=clock.now(), created_by=by)
    nothing = PartyDetails(kind=details.kind)
    checked = checking.checked(details, company, old=nothing)
    filling.fill(party, checked)
    party.number = organisation.next_number(company=company, kind="client", on=company.business_date)
    party.save(force_insert=True)
    filling.attach(party, checked)
    filling.index(party)
    audit.record(
        action="parties.party.register",
        subject=party,
        by=by,
        company_id=company.pk,
        changes={"number": [None, party.number], "kind": [None, party.kind]},
        personal=filling.difference(nothing, checked),
    )
    publish(PartyRegistered(party_id=party.pk, company_id=company.pk, by_id=getattr(by, "pk", None)))
    return party
