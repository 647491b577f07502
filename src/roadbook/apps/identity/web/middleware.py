"""What follows from who is signed in, on every page.

The session that has run out, the password that must be changed first, the second factor that must be set up first, the
language; and afterwards how much of the registers was opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect

from roadbook.apps.identity import actions
from roadbook.apps.identity.models import User

from . import factors, sessions
from .factors import MUST_ENROL

Handler = Callable[[HttpRequest], HttpResponse]
OPEN_WITH_A_TEMPORARY_PASSWORD = {
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "identity:language",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
RECORD = re.compile(r"[0-9]{1,18}")
OK, FORBIDDEN, NOT_FOUND = 200, 403, 404


class UserMiddleware:
    """Below the authentication and message middlewares. The user's language wins over the browser's."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._led_elsewhere(request) or self.get_response(request)
        _watch(request, response)
        return response

    def _led_elsewhere(self, request: HttpRequest) -> HttpResponse | None:
        """Where this user must go first, if anywhere."""
        if not request.user.is_authenticated:
            return None
        sessions.expire(request)
        if not request.user.is_authenticated:
            return None
        user, view_name = request.user, _view_name(request)
        sessions.keep(request, user, view_name)
        if user.is_password_temporary and view_name not in OPEN_WITH_A_TEMPORARY_PASSWORD:
            return _go(request, "account_change_password")
        if _must_enrol(request, user) and not _is_open_without_a_factor(view_name):
            return _go(request, "mfa_index")
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language
        return None


def _must_enrol(request: HttpRequest, user: User) -> bool:
    if MUST_ENROL in request.session:
        factors.look_again(request, user)
    return MUST_ENROL in request.session


def _is_open_without_a_factor(view_name: str) -> bool:
    """The API refuses such a session itself, so that a program is told in its own way."""
    return view_name in OPEN_WITH_A_TEMPORARY_PASSWORD or view_name.startswith(("mfa_", "api:"))


def _view_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _go(request: HttpRequest, name: str) -> HttpResponse:
    target = reverse(name)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(target)
    return HttpResponseRedirect(target)


def _watch(request: HttpRequest, response: HttpResponse) -> None:
    """Count the records that were opened, and those that were asked for and are not the user's to see."""
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return
    record = next((int(value) for value in match.kwargs.values() if RECORD.fullmatch(str(value))), None)
    if record is None:
        return
    user = request.user
    kind = settings.ROADBOOK_WATCHED.get(match.view_name)
    if response.status_code == OK and kind and request.method == "GET":
        actions.note_opening(user=user, kind=kind, record=record)
    elif response.status_code in {FORBIDDEN, NOT_FOUND}:
        actions.note_missing(user=user, record=record)
