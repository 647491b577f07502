"""Signing in, by allauth: closed to sign-up, written to the audit, in the user's own language and colours."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from roadbook.apps.identity import actions
from roadbook.apps.identity.models import User
from roadbook.kit.http import client_ip

from . import cookies


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth comes without types
    """Users are added by an administrator; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request) or super().get_client_ip(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if cast("User", request.user).is_password_temporary:
            return reverse("account_change_password")
        return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        return reverse("identity:preferences")

    def set_password(self, user: User, password: str) -> None:
        actions.set_password(user=user, password=password)

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        actions.note_sign_in(user=user)
        response: HttpResponse = super().post_login(request, user, **details)
        cookies.remember(response, user)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        actions.note_sign_in_refused(email=str(credentials.get("email", ""))[:254])
        super().authentication_failed(request, **credentials)
