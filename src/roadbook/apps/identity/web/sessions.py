"""The session of a browser: opened at sign-in, watched at each request, ended when it is idle or old."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import SessionEnd
from roadbook.apps.identity.models import User
from roadbook.kit import clock
from roadbook.kit.http import client_ip

from . import factors

SEEN, SIGNED_IN, EPOCH = "seen_at", "signed_in_at", "access_epoch"
NOTED_EVERY = 60
UNATTENDED = {"backoffice:job_progress"}
"""Addresses that a page asks for by itself: they do not show that anybody is there."""


def _now() -> float:
    return clock.now().timestamp()


@receiver(user_logged_in, dispatch_uid="roadbook-session-opened")
def _opened(request: HttpRequest, user: User, **_details: Any) -> None:
    """Whichever way the user signed in: the session starts its time, and is listed."""
    request.session.update({SEEN: _now(), SIGNED_IN: _now(), EPOCH: user.access_epoch})
    factors.look_again(request, user)
    if not request.session.session_key:
        request.session.create()
    actions.open_session(
        user=user,
        session_key=request.session.session_key or "",
        ip=client_ip(request),
        agent=request.META.get("HTTP_USER_AGENT", ""),
        method=_method(request, user),
    )


def _method(request: HttpRequest, user: User) -> str:
    """How: password, password+totp, webauthn."""
    names = [str(one.get("type") or one["method"]) for one in get_authentication_records(request, user)]
    return "+".join(dict.fromkeys(names))


@receiver(user_logged_out, dispatch_uid="roadbook-session-closed")
def _closed(request: HttpRequest, user: User | None, **_details: Any) -> None:
    if user is not None and request.session.session_key:
        actions.close_session(session_key=request.session.session_key, end=SessionEnd.SIGNED_OUT)


def expire(request: HttpRequest) -> None:
    """Sign out a session that nobody used for too long, or that is older than a session may be."""
    now = _now()
    seen, signed_in = request.session.get(SEEN), request.session.get(SIGNED_IN)
    is_idle = seen is not None and now - seen > settings.ROADBOOK_IDLE_SECONDS
    is_old = signed_in is not None and now - signed_in > settings.SESSION_COOKIE_AGE
    if not is_idle and not is_old:
        return
    end = SessionEnd.IDLE if is_idle else SessionEnd.OLD
    actions.close_session(session_key=request.session.session_key or "", end=end)
    logout(request)
    messages.info(request, _("You were signed out because nobody used this session for a while. Please sign in again."))


def keep(request: HttpRequest, user: User, view_name: str) -> None:
    """Note that the session is in use; after a change of the user's roles give it a new id."""
    session = request.session
    old_key = session.session_key or ""
    is_noted = SEEN in session and _now() - session[SEEN] < NOTED_EVERY
    is_changed = EPOCH in session and session[EPOCH] != user.access_epoch
    if is_changed:
        session.cycle_key()
        factors.look_again(request, user)
    if is_changed or EPOCH not in session:
        session[EPOCH] = user.access_epoch
    if not is_changed and (is_noted or view_name in UNATTENDED):
        return
    is_known = SEEN in session
    session[SEEN] = _now()
    session.setdefault(SIGNED_IN, _now())
    if is_known:
        new_key = session.session_key or ""
        actions.note_seen(session_key=old_key, new_key=new_key if new_key != old_key else "")
