"""Proving once more who one is, before an act that would hurt in the wrong hands.

``@reauthenticated`` stands between ``@requires`` and the view. Whoever proved it within ``FRESH`` (by signing in, or by
password, passkey or code since) passes. Others are asked; what they sent waits, encrypted in their session, and is sent
on once they have proved it. Reading needs no proof, so the form is filled first.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from . import clock, crypto

View = TypeVar("View", bound=Callable[..., HttpResponse])
PROVED, WAITING, RESUME = "proved_at", "act_waiting", "resume"
LONGEST = 100_000


def fresh() -> float:
    """Seconds for which a proof counts."""
    return float(getattr(settings, "ROADBOOK_PROOF_SECONDS", 600))


def proved_at(request: HttpRequest) -> float:
    """When the user of this session last proved who they are, in seconds of the epoch; 0 for never."""
    records = get_authentication_records(request, cast("Any", request.user))
    return max([float(request.session.get(PROVED, 0)), *(float(one["at"]) for one in records)])


def is_fresh(request: HttpRequest) -> bool:
    return clock.now().timestamp() - proved_at(request) < fresh()


def reauthenticated(view: View) -> View:
    """Decorator, below ``@requires``: the act needs a fresh proof. See the module."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            _resume(request)
            return view(request, *args, **kwargs)
        return view(request, *args, **kwargs) if is_fresh(request) else _ask(request)

    guarded.needs_proof = True  # type: ignore[attr-defined]  # read by the guards
    return cast("View", guarded)


def _ask(request: HttpRequest) -> HttpResponse:
    """Keep what was sent, lead to the proof, and from there back to where it goes on."""
    target = request.path
    sent = request.POST.urlencode()
    if len(sent) <= LONGEST:
        token = secrets.token_urlsafe(16)
        kept = {
            "token": token,
            "path": request.path,
            "at": clock.now().timestamp(),
            "sent": sent,
            "query": request.GET.urlencode(),
        }
        request.session[WAITING] = crypto.encrypt(json.dumps(kept))
        target = f"{request.path}?{urlencode({RESUME: token})}"
    methods = get_adapter().get_reauthentication_methods(request.user)
    proof = methods[0]["url"] if methods else reverse("account_login")
    address = f"{proof}?{urlencode({'next': target})}"
    return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else HttpResponseRedirect(address)


def _resume(request: HttpRequest) -> None:
    """Turn the return from the proof into the act that waited, once."""
    token = request.GET.get(RESUME, "")
    if not token or WAITING not in request.session or not is_fresh(request):
        return
    kept = json.loads(crypto.decrypt(request.session.pop(WAITING)))
    is_same = kept["path"] == request.path and secrets.compare_digest(kept["token"].encode(), token.encode())
    if is_same and clock.now().timestamp() - kept["at"] < fresh():
        request.method = "POST"
        request.GET = QueryDict(kept["query"])
        request.POST = QueryDict(kept["sent"])


def _note_sign_in(request: HttpRequest, **_: Any) -> None:
    """Signing in is a proof; whichever way it went."""
    request.session[PROVED] = clock.now().timestamp()


user_logged_in.connect(_note_sign_in, dispatch_uid="roadbook-proof")
