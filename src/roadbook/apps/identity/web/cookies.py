"""The browser is told the user's language, colours and row height, so that a page is right before anything is read."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from roadbook.apps.identity.enums import Density, Theme
from roadbook.apps.identity.models import User

ONE_YEAR = 365 * 24 * 3600
UNSET = {"theme": Theme.SYSTEM, "density": Density.COMFORTABLE}


def remember(response: HttpResponse, user: User) -> None:
    """Write what the user prefers."""
    set_language(response, user.language)
    for name, unset in UNSET.items():
        value = getattr(user, name)
        if value == unset:
            response.delete_cookie(name)
        else:
            response.set_cookie(name, value, max_age=ONE_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def set_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=ONE_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
