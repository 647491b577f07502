"""The caller's own API keys. A caller with a key reaches only what that key could do itself."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from roadbook.apps.identity import actions, queries
from roadbook.apps.identity.api.access_schemas import RotateIn
from roadbook.apps.identity.api.auth import proved
from roadbook.apps.identity.api.schemas import KeyIn, KeyOut, NewKeyOut
from roadbook.apps.identity.models import ApiKey, User
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

router = Router(tags=["me"])
EMPTY = RotateIn()
OWN = (
    "name",
    "prefix",
    "company_id",
    "scopes",
    "addresses",
    "created_at",
    "expires_at",
    "revoked_at",
    "last_used_at",
    "replaces_id",
)


@router.get("", response={200: Page[KeyOut], **RESPONSES}, operation_id="key_list", summary="Own API keys")
def list_keys(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """The caller's keys, newest first, without their secrets."""
    found = page(request, queries.keys_in_reach(request.user), cursor, limit)
    return {**found, "items": [_out(one) for one in found["items"]]}


@router.post("", response={201: NewKeyOut, **RESPONSES}, operation_id="key_create", summary="Make an API key")
@idempotent
@proved
def create_key(request: HttpRequest, payload: KeyIn) -> Any:
    """A key for a program. Its secret is told here and nowhere else."""
    key, secret = actions.create_key(
        by=cast("User", request.user),
        company=get_object_or_404(queries.companies_of(request.user), pk=payload.company_id),
        name=payload.name,
        scopes=payload.scopes,
        expires_at=payload.expires_at,
        addresses=payload.addresses,
    )
    return Status(201, {**_out(key), "secret": secret})


@router.post(
    "/{key_id}/revoke", response={200: KeyOut, **RESPONSES}, operation_id="key_revoke", summary="End an API key"
)
@idempotent
def revoke_key(request: HttpRequest, key_id: Key) -> dict[str, Any]:
    """The key stops at once. Twice changes nothing."""
    key = get_object_or_404(queries.keys_in_reach(request.user), pk=key_id)
    actions.revoke_key(key=key, by=request.user)
    key.refresh_from_db()
    return _out(key)


@router.post(
    "/{key_id}/rotate", response={201: NewKeyOut, **RESPONSES}, operation_id="key_rotate", summary="Make a new secret"
)
@idempotent
@proved
def rotate_key(request: HttpRequest, key_id: Key, payload: RotateIn = EMPTY) -> Any:
    """A new key for the same program; the old one ends some days later. The new secret is told here only."""
    key = get_object_or_404(queries.keys_in_reach(request.user), pk=key_id)
    new, secret = actions.rotate_key(key=key, by=cast("User", request.user), days=payload.days)
    return Status(201, {**_out(new), "secret": secret})


def _out(key: ApiKey) -> dict[str, Any]:
    return {**{name: getattr(key, name) for name in OWN}, "id": key.pk}
