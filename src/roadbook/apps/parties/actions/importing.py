"""Clients from a file: entered many at once as if one by one, and taken back while nothing stands on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation import actions as organisation
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import ContactKind, PartyKind
from roadbook.apps.parties.events import PartyRegistered
from roadbook.apps.parties.models import (
    Address,
    BankAccount,
    ContactPoint,
    IdDocument,
    Identifier,
    Party,
    PartyDetails,
)
from roadbook.apps.parties.models.party import PAPER_PURPOSE
from roadbook.apps.parties.queries.latin import latin, name_key
from roadbook.kit import audit, clock, crypto, text
from roadbook.kit.errors import Refused
from roadbook.kit.events import publish

from . import checking, filling, numbers, registering

PARTS = tuple(
    f"parties.{name}" for name in ("Identifier", "IdDocument", "Address", "ContactPoint", "BankAccount", "Relation")
)
"""What belongs to a client's file and goes with it."""


@dataclass(frozen=True)
class _Checked:
    """What was said and passed; ``place`` is where it stood."""

    place: int
    said: PartyDetails
    details: checking.Checked


def register_many(*, company: Company, by: Any, told: Sequence[PartyDetails]) -> list[Party | Refused]:
    """Enter a file for each, with a dozen statements for all of them; who is refused comes back as the refusal.

    The rows are those that ``register_person`` and ``register_organisation`` make, and so are audit and events.

    :raises Forbidden: the user may not enter clients there.
    """
    identity.require(by, Permission.PARTY_EDIT, company_id=company.pk)
    found: dict[int, Party | Refused] = {}
    passed = list(_passed(told, company, found))
    try:
        with transaction.atomic():
            found |= _entered(passed, company, by)
    except IntegrityError:
        # Somebody entered one of them a moment ago: one by one, so that only that one is refused.
        found |= {one.place: _alone(one.said, company, by) for one in passed}
    return [found[place] for place in range(len(told))]


def _passed(told: Sequence[PartyDetails], company: Company, found: dict[int, Party | Refused]) -> Iterator[_Checked]:
    """Those that can be so and whose numbers are on nobody's file; the others are refused in ``found``."""
    passed = []
    for place, said in enumerate(told):
        try:
            passed.append(_Checked(place, said, checking.checked(said, company)))
        except Refused as refusal:
            found[place] = refusal
    indexes = [number.index for one in passed for number in one.details.new_numbers if number.index]
    taken = Identifier.objects.filter(company=company, value_index__in=indexes).select_related("party")
    holders = {(row.kind, row.country, row.value_index): row.party for row in taken}
    for one in passed:
        mine = [(number.kind, number.country, number.index) for number in one.details.new_numbers if number.index]
        holder = next((holders[key] for key in mine if key in holders), None)
        if holder is not None:
            found[one.place] = numbers.DuplicateParty(holder)
            continue
        yield one


def _alone(said: PartyDetails, company: Company, by: Any) -> Party | Refused:
    enter = registering.register_person if said.kind == PartyKind.PERSON else registering.register_organisation
    try:
        return enter(company=company, by=by, **{name: value for name, value in vars(said).items() if name != "kind"})
    except Refused as refusal:
        return refusal


def _entered(passed: Sequence[_Checked], company: Company, by: Any) -> dict[int, Party | Refused]:
    if not passed:
        return {}
    now = clock.now()
    given = organisation.next_numbers(company=company, kind="client", on=company.business_date, count=len(passed))
    parties = [_party(one.details, company, by, number, now) for one, number in zip(passed, given, strict=True)]
    Party.objects.bulk_create(parties)
    pairs = list(zip(parties, passed, strict=True))
    parts = sorted((part for party, one in pairs for part in _parts(party, one.details)), key=_label)
    for _of, some in groupby(parts, key=_label):
        rows = list(some)
        type(rows[0])._base_manager.bulk_create(rows)
    acts = [_act(party, one.details) for party, one in pairs]
    audit.record_all(action="parties.party.register", acts=acts, by=by, company_id=company.pk)
    by_id = getattr(by, "pk", None)
    publish(*(PartyRegistered(party_id=party.pk, company_id=company.pk, by_id=by_id) for party in parties))
    return {one.place: party for party, one in pairs}


def _party(details: checking.Checked, company: Company, by: Any, number: str, now: datetime) -> Party:
    party = Party(company=company, kind=details.kind, created_at=now, created_by=by, number=number)
    filling.fill(party, details)
    named = f"{party.first_name} {party.last_name}" if party.is_person else party.name
    party.name_key = name_key(named, party.language)
    parts = [party.number, party.name, latin(party.name, party.language), party.latin_name]
    for phone in details.phone_values:
        parts += [phone, filling.domestic(phone)]
    parts += details.email_values
    if not party.is_person:
        parts += [one.value for one in details.new_numbers]
    party.search_text = text.search_text(*parts)
    return party


def _parts(party: Party, details: checking.Checked) -> Iterator[Model]:
    """The rows that belong to a new file."""
    for number in details.new_numbers:
        values = {"value": number.value, "value_index": number.index, "last4": number.value[-4:]}
        yield Identifier(party=party, company=party.company, kind=number.kind, country=number.country, **values)
    paper = details.id_document
    if paper:
        index = crypto.blind_index(filling.plain_number(paper.number), PAPER_PURPOSE)
        yield IdDocument(party=party, number_index=index, is_current=True, **asdict(paper))
    for kind in filling.ADDRESSES:
        line = getattr(details, f"{kind}_address")
        if line:
            yield Address(party=party, kind=kind, **asdict(line))
    for reach, lines in ((ContactKind.PHONE, details.phones), (ContactKind.EMAIL, details.emails)):
        for place, point in enumerate(filling.contact_lines(lines)):
            yield ContactPoint(party=party, kind=reach, position=place, is_primary=place == 0, **asdict(point))
    for place, account in enumerate(details.bank_accounts):
        yield BankAccount(party=party, position=place, **asdict(account))


def _label(row: Model) -> str:
    return row._meta.label


def _act(party: Party, details: checking.Checked) -> audit.Act:
    changes = {"number": [None, party.number], "kind": [None, party.kind]}
    return audit.Act(party, changes, filling.difference(PartyDetails(kind=details.kind), details))


@transaction.atomic
def unregister(*, party_ids: Sequence[int], by: Any) -> int:
    """Take files off the register that an import put there; returns how many. Their client numbers stay used.

    The database refuses where something else points at one of them.

    :raises Forbidden: the user may not change clients there.
    """
    parties = list(Party.objects.filter(pk__in=party_ids).order_by("company_id", "pk"))
    for company_id, some in groupby(parties, key=lambda party: party.company_id):
        identity.require(by, Permission.PARTY_EDIT, company_id=company_id)
        acts = [audit.Act(one, {"number": [one.number, None]}, {"name": [one.name, None]}) for one in some]
        audit.record_all(action="parties.party.unregister", acts=acts, by=by, company_id=company_id)
    for part in PARTS:
        apps.get_model(part)._base_manager.filter(party__in=party_ids).delete()
    Party.objects.filter(pk__in=[party.pk for party in parties]).delete()
    return len(parties)
