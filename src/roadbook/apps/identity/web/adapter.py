"""Signing in, by allauth: closed to sign-up, guessing slowed down, written to the audit, in the user's own language."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from roadbook.apps.identity import actions, queries
from roadbook.apps.identity.models import User
from roadbook.kit.http import client_ip
from roadbook.kit.reauthentication import is_fresh

from . import cookies

TOLD_FROM = 3  # one or two mistypings of one's own are no news


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth comes without types
    """Users are added by an administrator; nobody signs up.

    Guesses are counted for each account from each address (five in five minutes), for each address (thirty in a
    minute), and for each account from wherever (fifty in an hour). Nothing is locked for good, and an address from
    which the user has signed in lately is not kept out by what others guess elsewhere.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request) or super().get_client_ip(request)

    def is_reauthentication_required(self, *, app: str = "") -> bool:  # noqa: ARG002 - allauth's signature
        """One rule for every sensitive act (ADR 39): who signed in or proved it a moment ago is not asked again."""
        return not is_fresh(self.request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if cast("User", request.user).is_password_temporary:
            return reverse("account_change_password")
        return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        return reverse("identity:preferences")

    def set_password(self, user: User, password: str) -> None:
        key = self.request.session.session_key if self.request.user.is_authenticated else ""
        actions.set_password(user=user, password=password, session_key=key or "")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{_email(credentials)} {client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        email = _email(credentials)
        if queries.is_guessed(email) and not queries.is_known_address(email, client_ip(request)):
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        failed = queries.failed_sign_ins(user)
        actions.note_sign_in(user=user)
        if failed >= TOLD_FROM:
            messages.warning(request, _failed(failed))
        response: HttpResponse = super().post_login(request, user, **details)
        cookies.remember(response, user)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        actions.note_guessing(email=_email(credentials))
        actions.note_sign_in_refused(email=_email(credentials)[:254])
        super().authentication_failed(request, **credentials)


def _failed(count: int) -> str:
    return ngettext(
        "Since your last sign-in %(n)s try to sign in as you failed. If it was not you, tell your administrator.",
        "Since your last sign-in %(n)s tries to sign in as you failed. If it was not you, tell your administrator.",
        count,
    ) % {"n": count}


def _email(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).strip().lower()
