"""Clients under /api/v1/clients."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Query, Router, Status

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.enums import PartyKind
from roadbook.apps.parties.models import AddressLine, Identifier, IdPaper, Party
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, Text, idempotent, page

from .schemas import ClientChangeIn, ClientDetails, ClientFileOut, ClientIn, ClientOut, ReasonIn, WholeNumberOut

router = Router(tags=["clients"])
Search = Annotated[Text, Query("", max_length=100, description="Name, number, phone, or a whole national number")]
VALUES = {"registered_address": AddressLine, "current_address": AddressLine, "id_document": IdPaper}
LISTS = {"phones", "emails"}
EMPTY_IS_TEXT = {"sex", "identifier_kind"}


@router.get("", response={200: Page[ClientOut], **RESPONSES}, operation_id="client_list", summary="Clients")
def list_clients(request: HttpRequest, search: Search = "", cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """The clients that the caller may see, newest first."""
    _need(request, Permission.PARTY_VIEW)
    found = queries.register(request.user)
    shown = page(request, found.search(search) if search else found, cursor, limit)
    return {
        **shown,
        "items": [_out(party, [phone.value for phone in party.contact_points.all()]) for party in shown["items"]],
    }


@router.post("", response={201: ClientFileOut, **RESPONSES}, operation_id="client_create", summary="Register a client")
@idempotent
def create_client(request: HttpRequest, payload: ClientIn) -> Any:
    """Open a client file in a company. A national number that the company already has on file answers 409."""
    _need(request, Permission.PARTY_EDIT)
    company = identity.companies(request.user, Permission.PARTY_EDIT).filter(pk=payload.company_id).first()
    if company is None:
        raise Http404
    is_person = payload.kind == PartyKind.PERSON
    register = actions.register_person if is_person else actions.register_organisation
    party = register(company=company, by=request.user, **_told(payload))
    return Status(201, _file(request, party.pk))


@router.get("/{client_id}", response={200: ClientFileOut, **RESPONSES}, operation_id="client_show", summary="A client")
def show_client(request: HttpRequest, client_id: Key) -> Any:
    """The file of one client, its national numbers masked."""
    _need(request, Permission.PARTY_VIEW)
    return _file(request, client_id)


@router.patch(
    "/{client_id}", response={200: ClientFileOut, **RESPONSES}, operation_id="client_change", summary="Change a client"
)
def change_client(request: HttpRequest, client_id: Key, payload: ClientChangeIn) -> Any:
    """Change what is sent. An outdated ``version`` answers 409 and changes nothing."""
    _need(request, Permission.PARTY_EDIT)
    party = _party(request, client_id)
    actions.change_party(party=party, version=payload.version, by=request.user, **_told(payload))
    return _file(request, client_id)


@router.post(
    "/{client_id}/numbers/{number_id}/show",
    response={200: WholeNumberOut, **RESPONSES},
    operation_id="number_show",
    summary="A national number in full",
)
def show_number(request: HttpRequest, client_id: Key, number_id: Key, payload: ReasonIn) -> dict[str, Any]:
    """The whole number, for a reason. Each call is a showing of its own in the audit log, so nothing is replayed."""
    _need(request, Permission.PARTY_VIEW)
    try:
        number = queries.identifier_of(request.user, client_id, number_id)
    except Identifier.DoesNotExist:
        raise Http404 from None
    value = actions.show_identifier(identifier=number, reason=payload.reason, by=request.user)
    return {"kind": number.kind, "country": number.country, "value": value}


def _need(request: HttpRequest, permission: str) -> None:
    """403 for those who hold the permission nowhere; rows of other companies are 404."""
    if not identity.scope(request.user, permission).any_company_ids:
        raise PermissionDenied(permission)


def _party(request: HttpRequest, pk: int) -> Party:
    try:
        return queries.party_file(request.user, pk)
    except Party.DoesNotExist:
        raise Http404 from None


def _told(payload: ClientDetails) -> dict[str, Any]:
    """What was sent, as fields of ``PartyDetails``."""
    sent = payload.dict(exclude_unset=True, exclude={"company_id", "kind", "version"})
    for name, value in sent.items():
        if name in VALUES:
            sent[name] = VALUES[name](**(value or {}))
        elif name in LISTS:
            sent[name] = tuple(value)
        elif name in EMPTY_IS_TEXT:
            sent[name] = value or ""
    return sent


def _out(party: Party, phones: list[str]) -> dict[str, Any]:
    numbers = [
        {"id": one.pk, "kind": one.kind, "country": one.country, "masked": one.masked}
        for one in party.identifiers.all()
    ]
    own = ("number", "kind", "name", "latin_name", "language", "version", "created_at", "company_id")
    values = {name: getattr(party, name) for name in own}
    return {**values, "id": party.pk, "phone": phones[0] if phones else "", "identifiers": numbers}


def _file(request: HttpRequest, pk: int) -> dict[str, Any]:
    party = _party(request, pk)
    details = queries.details_of(party)
    return {**asdict(details), **_out(party, list(details.phones))}
