"""The caller."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja import Router

from roadbook.apps.identity import queries, rules
from roadbook.apps.identity.api.schemas import MeOut
from roadbook.apps.identity.models import User
from roadbook.kit.api import RESPONSES

router = Router(tags=["me"])


@router.get("", response={200: MeOut, **RESPONSES}, operation_id="me", summary="Who am I")
def show_me(request: HttpRequest) -> dict[str, Any]:
    """The caller with the roles and permissions that count in this request."""
    user = cast("User", request.user)
    roles = [one for one in rules.current_assignments(user) if rules.granted(one, user)]
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "permissions": sorted(queries.permissions(user)),
        "roles": roles,
    }
