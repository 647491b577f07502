"""The register of consents, and the words of consents."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Status

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.models import Consent
from roadbook.kit.api import RESPONSES, Key, idempotent

from .present import find, need
from .routing import router
from .schemas import ConsentIn, ConsentOut, ConsentTextIn, ConsentTextOut, WithdrawIn


@router.get(
    "/consent-texts",
    response={200: list[ConsentTextOut], **RESPONSES},
    operation_id="consent_text_list",
    summary="Consent texts",
)
def list_texts(request: HttpRequest) -> list[Any]:
    """Every version of the words in which consents are asked for."""
    need(request, Permission.PARTY_VIEW)
    return list(queries.texts(request.user))


@router.post(
    "/consent-texts",
    response={201: ConsentTextOut, **RESPONSES},
    operation_id="consent_text_create",
    summary="New words of a consent",
)
@idempotent
def create_text(request: HttpRequest, payload: ConsentTextIn) -> Any:
    """A new version, for those who agree from now on."""
    need(request, Permission.COMPANY_EDIT)
    company = identity.companies(request.user, Permission.COMPANY_EDIT).filter(pk=payload.company_id).first()
    if company is None:
        raise Http404
    sent = payload.dict(exclude={"company_id"})
    return Status(201, actions.write_consent_text(company=company, by=request.user, **sent))


@router.get(
    "/{client_id}/consents",
    response={200: list[ConsentOut], **RESPONSES},
    operation_id="consent_list",
    summary="Register of consents",
)
def list_consents(request: HttpRequest, client_id: Key) -> list[dict[str, Any]]:
    """Every consent that the client gave, with its words, and when it was withdrawn. Newest first."""
    need(request, Permission.PARTY_VIEW)
    return [_out(one) for one in queries.consents_of(find(request, client_id))]


@router.post(
    "/{client_id}/consents",
    response={201: list[ConsentOut], **RESPONSES},
    operation_id="consent_give",
    summary="Record a consent",
)
@idempotent
def give(request: HttpRequest, client_id: Key, payload: ConsentIn) -> Any:
    """The client agreed to a text, by each of the channels (none where the purpose knows none)."""
    need(request, Permission.PARTY_EDIT)
    party = find(request, client_id)
    text = next((one for one in queries.texts(request.user) if one.pk == payload.text_id), None)
    if text is None:
        raise Http404
    given = actions.give_consents(
        party=party, text=text, channels=payload.channels, source=payload.source, by=request.user
    )
    return Status(201, [_out(one) for one in given])


@router.post(
    "/{client_id}/consents/{consent_id}/withdraw",
    response={200: ConsentOut, **RESPONSES},
    operation_id="consent_withdraw",
    summary="Withdraw a consent",
)
def withdraw(request: HttpRequest, client_id: Key, consent_id: Key, payload: WithdrawIn) -> Any:
    """The client took it back. A second time answers 409."""
    need(request, Permission.PARTY_EDIT)
    try:
        consent = queries.consent_of(request.user, client_id, consent_id)
    except Consent.DoesNotExist:
        raise Http404 from None
    return _out(actions.withdraw_consent(consent=consent, source=payload.source, by=request.user))


def _out(one: Consent) -> dict[str, Any]:
    names = ("purpose", "channel", "text", "source", "given_at", "withdrawn_at", "withdrawn_source")
    people = {name: str(getattr(one, name)) if getattr(one, name) else None for name in ("given_to", "withdrawn_to")}
    return {**{name: getattr(one, name) for name in names}, **people, "id": one.pk}
