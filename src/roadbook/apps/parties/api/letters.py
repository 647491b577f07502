"""Letters that came back, under /api/v1/clients/{client_id}/addresses."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path

from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions
from roadbook.apps.parties.models import Party
from roadbook.kit.api import RESPONSES, Key

from .present import client_file, find, need
from .routing import router
from .schemas import ClientFileOut, LetterReturnIn

Kind = Annotated[str, Path(max_length=16, description="registered, current or correspondence")]


@router.post(
    "/{client_id}/addresses/{kind}/returned",
    response={200: ClientFileOut, **RESPONSES},
    operation_id="letter_return",
    summary="A letter came back",
)
def return_letter(request: HttpRequest, client_id: Key, kind: Kind, payload: LetterReturnIn) -> Any:
    """A letter to this address came back. The same day and reason a second time answer 409."""
    need(request, Permission.PARTY_EDIT)
    party = _with_address(request, client_id, kind)
    actions.return_letter(party=party, kind=kind, on=payload.on, reason=payload.reason, by=request.user)
    return client_file(request, client_id)


@router.post(
    "/{client_id}/addresses/{kind}/works",
    response={200: ClientFileOut, **RESPONSES},
    operation_id="address_confirm",
    summary="An address works again",
)
def confirm_address(request: HttpRequest, client_id: Key, kind: Kind) -> Any:
    """Letters reach this address again. Where none came back, the answer is 409."""
    need(request, Permission.PARTY_EDIT)
    actions.confirm_address(party=_with_address(request, client_id, kind), kind=kind, by=request.user)
    return client_file(request, client_id)


def _with_address(request: HttpRequest, client_id: int, kind: str) -> Party:
    """The client, or 404 where there is none or no address of this kind."""
    party = find(request, client_id)
    if all(one.kind != kind for one in party.addresses.all()):
        raise Http404
    return party
