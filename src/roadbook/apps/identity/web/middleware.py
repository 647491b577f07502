"""What follows from who is signed in, on every page: the language, and the password that must be changed first."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect

Handler = Callable[[HttpRequest], HttpResponse]
OPEN_WITH_A_TEMPORARY_PASSWORD = {
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "identity:language",
    "mfa_reauthenticate",
}


class UserMiddleware:
    """Below the authentication middleware. The user's language wins over the browser's."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        user = request.user
        if user.is_password_temporary and _view_name(request) not in OPEN_WITH_A_TEMPORARY_PASSWORD:
            return _change_first(request)
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language
        return self.get_response(request)


def _view_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _change_first(request: HttpRequest) -> HttpResponse:
    target = reverse("account_change_password")
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(target)
    return HttpResponseRedirect(target)
