"""The caller."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router

from roadbook.apps.identity import actions, queries, rules
from roadbook.apps.identity.api.schemas import MeChangeIn, MeOut
from roadbook.apps.identity.models import User
from roadbook.kit.api import RESPONSES

router = Router(tags=["me"])
OWN = ("email", "name", "language", "theme", "density", "has_shortcuts")


@router.get("", response={200: MeOut, **RESPONSES}, operation_id="me", summary="Who am I")
def show_me(request: HttpRequest) -> dict[str, Any]:
    """The caller with the roles and permissions that count in this request."""
    return _out(cast("User", request.user))


@router.patch("", response={200: MeOut, **RESPONSES}, operation_id="me_change", summary="Change own preferences")
def change_me(request: HttpRequest, payload: MeChangeIn) -> dict[str, Any]:
    """Change what is sent of the own name, language and looks. It takes a person: with a key it answers 403."""
    user = cast("User", request.user)
    if user.key is not None:
        raise PermissionDenied
    sent = {name: value for name, value in payload.dict(exclude_unset=True).items() if value is not None}
    actions.change_preferences(user=user, **sent)
    return _out(user)


def _out(user: User) -> dict[str, Any]:
    roles = [one for one in rules.current_assignments(user) if rules.granted(one, user)]
    own = {name: getattr(user, name) for name in OWN}
    return {**own, "id": user.pk, "permissions": sorted(queries.permissions(user)), "roles": roles}
