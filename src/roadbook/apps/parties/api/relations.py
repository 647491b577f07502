"""Relations of clients."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Status

from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.models import Relation
from roadbook.kit.api import RESPONSES, Key, idempotent

from .present import find, need
from .routing import router
from .schemas import ReasonIn, RelationChangeIn, RelationIn, RelationOut, WholeNumberOut

HUNDREDTHS = 100


@router.get(
    "/{client_id}/relations",
    response={200: list[RelationOut], **RESPONSES},
    operation_id="relation_list",
    summary="Relations of a client",
)
def list_relations(request: HttpRequest, client_id: Key) -> list[dict[str, Any]]:
    """Both directions: who is what to the client, and what the client is to others."""
    need(request, Permission.PARTY_VIEW)
    return _lines(request, client_id)


@router.post(
    "/{client_id}/relations",
    response={201: RelationOut, **RESPONSES},
    operation_id="relation_create",
    summary="Relate a client",
)
@idempotent
def create_relation(request: HttpRequest, client_id: Key, payload: RelationIn) -> Any:
    """Say who is what to the client: another client of the company, or somebody without a file."""
    need(request, Permission.PARTY_EDIT)
    sent = payload.dict(exclude={"other_id", "share"})
    other = find(request, payload.other_id) if payload.other_id else None
    relation = actions.relate(
        party=find(request, client_id), by=request.user, other=other, share=_share(payload.share), **sent
    )
    return Status(201, _line(request, client_id, relation.pk))


@router.patch(
    "/{client_id}/relations/{relation_id}",
    response={200: RelationOut, **RESPONSES},
    operation_id="relation_change",
    summary="Change or end a relation",
)
def change_relation(request: HttpRequest, client_id: Key, relation_id: Key, payload: RelationChangeIn) -> Any:
    """Change what is sent; ``to_on`` ends it. The two ends stay."""
    need(request, Permission.PARTY_EDIT)
    sent = payload.dict(exclude_unset=True)
    if "share" in sent:
        sent["share"] = _share(sent["share"])
    actions.change_relation(relation=_relation(request, client_id, relation_id), by=request.user, **sent)
    return _line(request, client_id, relation_id)


@router.delete(
    "/{client_id}/relations/{relation_id}",
    response={204: None, **RESPONSES},
    operation_id="relation_delete",
    summary="Take a relation back",
)
def delete_relation(request: HttpRequest, client_id: Key, relation_id: Key) -> Any:
    """It was entered by mistake. The audit log keeps what it said."""
    need(request, Permission.PARTY_EDIT)
    actions.take_back_relation(relation=_relation(request, client_id, relation_id), by=request.user)
    return Status(204, None)


@router.post(
    "/{client_id}/relations/{relation_id}/show",
    response={200: WholeNumberOut, **RESPONSES},
    operation_id="outsider_number_show",
    summary="An outsider's number in full",
)
def show_number(request: HttpRequest, client_id: Key, relation_id: Key, payload: ReasonIn) -> dict[str, Any]:
    """The national number of somebody without a file, for a reason that stays in the audit log."""
    need(request, Permission.PARTY_REVEAL)
    row = _relation(request, client_id, relation_id)
    value = actions.show_outsider_number(relation=row, reason=payload.reason, by=request.user)
    return {"kind": row.kind, "country": "", "value": value}


def _share(percent: str | None) -> int | None:
    return None if percent is None else int(Decimal(percent) * HUNDREDTHS)


def _relation(request: HttpRequest, client_id: int, pk: int) -> Relation:
    try:
        return queries.relation_of(request.user, client_id, pk)
    except Relation.DoesNotExist:
        raise Http404 from None


def _lines(request: HttpRequest, client_id: int) -> list[dict[str, Any]]:
    found = queries.relations_of(find(request, client_id))
    own = ("kind", "outsider_contact", "from_on", "to_on", "note")
    return [
        {
            **{name: getattr(one.relation, name) for name in own},
            "id": one.relation.pk,
            "word": one.word,
            "client_id": one.party.pk if one.party else None,
            "name": one.name,
            "is_ours": one.is_ours,
            "outsider_number_masked": one.relation.outsider_masked,
            "share": None if one.relation.share is None else f"{Decimal(one.relation.share) / HUNDREDTHS:.2f}",
        }
        for one in found
    ]


def _line(request: HttpRequest, client_id: int, pk: int) -> dict[str, Any]:
    return next(one for one in _lines(request, client_id) if one["id"] == pk)
