"""Between what the API says of clients and what the context knows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from roadbook.apps.identity import queries as identity
from roadbook.apps.parties import queries
from roadbook.apps.parties.enums import ConsentPurpose
from roadbook.apps.parties.models import AddressLine, BankLine, ContactLine, IdPaper, NumberLine, Party

from .schemas import ClientDetails

VALUES = {
    "registered_address": AddressLine,
    "current_address": AddressLine,
    "correspondence_address": AddressLine,
    "id_document": IdPaper,
}
EMPTY_IS_TEXT = {"sex", "identifier_kind", "manager_number_kind"}


def need(request: HttpRequest, permission: str) -> None:
    """403 for those who hold the permission nowhere; rows of other companies are 404."""
    if not identity.scope(request.user, permission).any_company_ids:
        raise PermissionDenied(permission)


def find(request: HttpRequest, pk: int) -> Party:
    """The party with its details, or 404."""
    try:
        return queries.party_file(request.user, pk)
    except Party.DoesNotExist:
        raise Http404 from None


def told(payload: ClientDetails) -> dict[str, Any]:
    """What was sent, as fields of ``PartyDetails``."""
    sent = payload.dict(exclude_unset=True, exclude={"company_id", "kind", "version"})
    for name, value in sent.items():
        if name in VALUES:
            sent[name] = VALUES[name](**(value or {}))
        elif name in {"phones", "emails"}:
            sent[name] = tuple(_contact(one) for one in value)
        elif name == "numbers":
            sent[name] = tuple(NumberLine(**one) for one in value)
        elif name == "bank_accounts":
            sent[name] = tuple(BankLine(**one) for one in value)
        elif name == "dropped_numbers":
            sent[name] = tuple(value)
        elif name in EMPTY_IS_TEXT:
            sent[name] = value or ""
    return sent


def _contact(one: Any) -> str | ContactLine:
    return one if isinstance(one, str) else ContactLine(**{**one, "status": one.get("status") or ""})


def client(party: Party) -> dict[str, Any]:
    """One line of the register."""
    numbers = [
        {"id": one.pk, "kind": one.kind, "country": one.country, "masked": one.masked}
        for one in party.identifiers.all()
    ]
    own = ("number", "kind", "name", "latin_name", "language", "version", "created_at", "company_id")
    phones = sorted((one for one in party.contact_points.all() if one.kind == "phone"), key=lambda one: one.position)
    values = {name: getattr(party, name) for name in own}
    return {**values, "id": party.pk, "phone": phones[0].value if phones else "", "identifiers": numbers}


OWN = (
    "first_name",
    "middle_name",
    "last_name",
    "birth_date",
    "sex",
    "citizenship",
    "accountable_person",
    "manager",
    "preferred_channel",
)


def client_file(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Everything on the file, numbers masked."""
    party = find(request, pk)
    details = queries.details_of(party)
    addresses = [
        {**asdict(one.line), **{part: getattr(one, part) for part in ("kind", "returned_on", "return_reason")}}
        for one in party.addresses.all()
    ]
    allowed = [one for one in queries.standings(party) if one.is_allowed and one.purpose == ConsentPurpose.MARKETING]
    return {
        **client(party),
        **{name: getattr(party, name) for name in OWN},
        "manager_number_masked": party.manager_masked,
        "phones": [asdict(one) for one in details.phones if isinstance(one, ContactLine)],
        "emails": [asdict(one) for one in details.emails if isinstance(one, ContactLine)],
        "addresses": addresses,
        "bank_accounts": [asdict(one) for one in details.bank_accounts],
        "id_documents": list(party.id_documents.all()),
        "flags": [flag.text for flag in queries.flags_of(party)],
        "may_market": [one.channel for one in allowed],
    }
