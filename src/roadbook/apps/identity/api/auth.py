"""How a program or a browser proves who it is to the API. In both cases ``request.user`` is the actor afterwards."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer, SessionAuth

from roadbook.apps.identity import actions
from roadbook.apps.identity.models import User
from roadbook.kit import limits
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.http import client_ip
from roadbook.kit.reauthentication import is_fresh

MOST_GUESSES, MINUTE = 20, 60
MUST_ENROL = "must_enrol"
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class TooManyGuesses(Refused):
    """This address has sent too many keys that do not exist."""

    code = "too_many_guesses"
    status = 429


class KeyAuth(HttpBearer):
    """``Authorization: Bearer rb_<prefix>_<secret>``: the key's user, narrowed to the key's company and scopes.

    Messages and feeds are in that user's language. An address that guesses is kept out for the rest of the minute.
    """

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        ip = client_ip(request)
        if limits.hits("key-guessed", ip, MINUTE) >= MOST_GUESSES:
            raise TooManyGuesses(_("Too many wrong keys. Try again in a minute."))
        user = actions.use_key(token, ip)
        if user is None:
            limits.hit("key-guessed", ip, MINUTE)
            return None
        request.user = user
        translation.activate(user.language)
        return user


class BrowserAuth(SessionAuth):
    """The session of a signed-in browser, with CSRF protection.

    It counts once the password is no temporary one, and the second factor that is asked for has been set up.
    """

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        user = super().authenticate(request, key)
        if user is None or getattr(user, "is_password_temporary", False) or MUST_ENROL in request.session:
            return None
        return user


def proved(endpoint: Endpoint) -> Endpoint:
    """Decorator nearest to an endpoint: a browser's session needs a fresh proof, as on the screen; a key needs none."""

    @wraps(endpoint)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if getattr(request.user, "key", None) is None and not is_fresh(request):
            raise Forbidden(_("Prove first who you are: sign in again, or confirm it on the screen."), code="proof")
        return endpoint(request, *args, **kwargs)

    # ninja reads annotations in the globals of the function it is given; these are resolved where they were written
    guarded.__signature__ = inspect.signature(endpoint, eval_str=True)  # type: ignore[attr-defined]
    guarded.needs_proof = True  # type: ignore[attr-defined]  # read by the guards
    return cast("Endpoint", guarded)


AUTH = [KeyAuth(), BrowserAuth(csrf=True)]
"""What ``NinjaAPI(auth=…)`` takes."""
