"""How a program or a browser proves who it is to the API. In both cases ``request.user`` is the actor afterwards."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja.security import HttpBearer, SessionAuth

from roadbook.apps.identity import actions
from roadbook.apps.identity.models import User


class KeyAuth(HttpBearer):
    """``Authorization: Bearer rb_<prefix>_<secret>``: the key's user, narrowed to the key's company and scopes.

    Messages and feeds are in that user's language.
    """

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        user = actions.use_key(token)
        if user is not None:
            request.user = user
            translation.activate(user.language)
        return user


class BrowserAuth(SessionAuth):
    """The session of a signed-in browser, with CSRF protection, for a user whose password is not a temporary one."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        user = super().authenticate(request, key)
        return None if user is None or getattr(user, "is_password_temporary", False) else user


AUTH = [KeyAuth(), BrowserAuth(csrf=True)]
"""What ``NinjaAPI(auth=…)`` takes."""
