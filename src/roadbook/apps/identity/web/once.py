"""A secret that is shown once: kept encrypted in the session between the redirect and the page that shows it."""

from __future__ import annotations

from django.http import HttpRequest

from roadbook.kit import crypto


def keep(request: HttpRequest, name: str, secret: str) -> None:
    request.session[f"once:{name}"] = crypto.encrypt(secret)


def take(request: HttpRequest, name: str) -> str:
    """The secret, which is forgotten with this; empty when there is none."""
    token = request.session.pop(f"once:{name}", "")
    return crypto.decrypt(token) if token else ""
