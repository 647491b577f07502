"""Clients under /api/v1/clients."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Status

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.enums import PartyKind
from roadbook.apps.parties.models import IdDocument, Identifier
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, Text, idempotent, page

from . import consents, letters, merges, relations  # noqa: F401 - they put their operations on the router, fixed paths first
from .present import client, client_file, find, need, told
from .routing import router
from .schemas import (
    CandidateOut,
    ClientChangeIn,
    ClientFileOut,
    ClientIn,
    ClientOut,
    DuplicatesIn,
    NumberAskedIn,
    ReasonIn,
    WholeNumberOut,
)

__all__ = ["router"]

Search = Annotated[Text, Query("", max_length=100, description="Name, client number or phone")]


@router.get("", response={200: Page[ClientOut], **RESPONSES}, operation_id="client_list", summary="Clients")
def list_clients(request: HttpRequest, search: Search = "", cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """The clients that the caller may see, newest first. National numbers are looked for by POST to ``find``."""
    need(request, Permission.PARTY_VIEW)
    found = queries.register(request.user)
    shown = page(request, found.search(search, by_number=False) if search else found, cursor, limit)
    return {**shown, "items": [client(party) for party in shown["items"]]}


@router.post("/find", response={200: list[ClientOut], **RESPONSES}, operation_id="client_find", summary="By number")
def find_client(request: HttpRequest, payload: NumberAskedIn) -> list[dict[str, Any]]:
    """Clients with this whole number, at most 20. A number of a person does not belong in an address."""
    need(request, Permission.PARTY_VIEW)
    found = queries.register(request.user).numbered(payload.number).order_by("pk")[:20]
    return [client(party) for party in found]


@router.post(
    "/duplicates", response={200: list[CandidateOut], **RESPONSES}, operation_id="client_duplicates", summary="Twins"
)
def find_duplicates(request: HttpRequest, payload: DuplicatesIn) -> list[dict[str, Any]]:
    """Who may be on file already: same number, phone or e-mail, or same name (and birth date) in either alphabet."""
    need(request, Permission.PARTY_VIEW)
    is_person = payload.kind == PartyKind.PERSON
    asked = queries.Asked(
        company=str(payload.company_id or ""),
        numbers=tuple((one.kind, one.value) for one in payload.numbers),
        phones=tuple(payload.phones),
        emails=tuple(payload.emails),
        name=f"{payload.first_name} {payload.last_name}" if is_person else payload.name,
        is_person=is_person,
        birth_date=payload.birth_date,
        language=payload.language,
    )
    return [
        {"id": one.party.pk, "number": one.party.number, "name": one.party.name, "reasons": one.reasons}
        for one in queries.candidates(request.user, asked)
    ]


@router.post("", response={201: ClientFileOut, **RESPONSES}, operation_id="client_create", summary="Register a client")
@idempotent
def create_client(request: HttpRequest, payload: ClientIn) -> Any:
    """Open a client file in a company. A national number that the company already has on file answers 409."""
    need(request, Permission.PARTY_EDIT)
    company = identity.companies(request.user, Permission.PARTY_EDIT).filter(pk=payload.company_id).first()
    if company is None:
        raise Http404
    is_person = payload.kind == PartyKind.PERSON
    register = actions.register_person if is_person else actions.register_organisation
    party = register(company=company, by=request.user, **told(payload))
    return Status(201, client_file(request, party.pk))


@router.get("/{client_id}", response={200: ClientFileOut, **RESPONSES}, operation_id="client_show", summary="A client")
def show_client(request: HttpRequest, client_id: Key) -> Any:
    """The file of one client, its numbers masked. One that became part of another answers with that one."""
    need(request, Permission.PARTY_VIEW)
    survivor = queries.survivor_of(request.user, client_id)
    return client_file(request, survivor or client_id)


@router.patch(
    "/{client_id}", response={200: ClientFileOut, **RESPONSES}, operation_id="client_change", summary="Change a client"
)
def change_client(request: HttpRequest, client_id: Key, payload: ClientChangeIn) -> Any:
    """Change what is sent. An outdated ``version`` answers 409 and changes nothing."""
    need(request, Permission.PARTY_EDIT)
    party = find(request, client_id)
    actions.change_party(party=party, version=payload.version, by=request.user, **told(payload))
    return client_file(request, client_id)


@router.post(
    "/{client_id}/numbers/{number_id}/show",
    response={200: WholeNumberOut, **RESPONSES},
    operation_id="number_show",
    summary="A national number in full",
)
def show_number(request: HttpRequest, client_id: Key, number_id: Key, payload: ReasonIn) -> dict[str, Any]:
    """The whole number, for a reason. Each call is a showing of its own in the audit log, so nothing is replayed."""
    need(request, Permission.PARTY_REVEAL)
    try:
        number = queries.identifier_of(request.user, client_id, number_id)
    except Identifier.DoesNotExist:
        raise Http404 from None
    value = actions.show_identifier(identifier=number, reason=payload.reason, by=request.user)
    return {"kind": number.kind, "country": number.country, "value": value}


@router.post(
    "/{client_id}/documents/{document_id}/show",
    response={200: WholeNumberOut, **RESPONSES},
    operation_id="id_document_show",
    summary="A document number in full",
)
def show_document(request: HttpRequest, client_id: Key, document_id: Key, payload: ReasonIn) -> dict[str, Any]:
    """The number of an identity document, for a reason that stays in the audit log."""
    need(request, Permission.PARTY_REVEAL)
    try:
        paper = queries.paper_of(request.user, client_id, document_id)
    except IdDocument.DoesNotExist:
        raise Http404 from None
    value = actions.show_id_document(document=paper, reason=payload.reason, by=request.user)
    return {"kind": paper.kind, "country": paper.country, "value": value}
