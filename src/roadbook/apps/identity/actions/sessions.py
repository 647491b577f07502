"""Writes to sessions: signing in and out, ending one or all, and keeping what is asked of them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules
from roadbook.apps.identity.enums import REFUSED, SessionEnd
from roadbook.apps.identity.models import SignIn, User
from roadbook.kit import audit, clock
from roadbook.kit.errors import Forbidden

LONGEST_AGENT = 200


def note_sign_in(*, user: User) -> None:
    """Write a successful sign-in to the audit."""
    audit.record(action="identity.user.sign_in", subject=user, by=user)


def note_sign_in_refused(*, email: str) -> None:
    """Write a failed sign-in to the audit: the e-mail lies with the personal values, the password nowhere.

    Where the e-mail is a user's, the entry is about that user, who is told of it at the next sign-in.
    """
    user = User.objects.filter(email=email).first()
    audit.record(action=REFUSED, subject=user or "identity.user:", by=None, personal={"email": [None, email]})


def open_session(*, user: User, session_key: str, ip: str | None, agent: str, method: str) -> SignIn:
    """The user signed in: the session that came of it."""
    now = clock.now()
    return SignIn.objects.create(
        user=user, at=now, seen_at=now, ip=ip, agent=agent[:LONGEST_AGENT], method=method[:40], session_key=session_key
    )


def note_seen(*, session_key: str, new_key: str = "") -> None:
    """The session is in use; ``new_key`` is its new id."""
    changes: dict[str, Any] = {"seen_at": clock.now()}
    if new_key:
        changes["session_key"] = new_key
    SignIn.objects.filter(session_key=session_key, ended_at__isnull=True).update(**changes)


def close_session(*, session_key: str, end: str) -> None:
    """The session ended by itself, or by its own user."""
    _end(SignIn.objects.filter(session_key=session_key), end)


@transaction.atomic
def end_session(*, session: SignIn, by: Any) -> None:
    """End one session at once: an own one, or of a user whom ``by`` manages wholly. Twice changes nothing.

    :raises Forbidden: somebody else's session.
    """
    is_own = by is not None and session.user_id == by.pk
    if not is_own and not rules.may_manage(by, session.user):
        raise Forbidden(_("This is somebody else's session."))
    end = SessionEnd.ELSEWHERE if is_own else SessionEnd.ADMINISTRATOR
    if _end(SignIn.objects.filter(pk=session.pk), end):
        audit.record(action="identity.user.end_session", subject=session.user, by=by, changes={"sessions": [None, 1]})


@transaction.atomic
def end_sessions(*, user: User, by: Any) -> int:
    """End every session of a user whom ``by`` manages wholly; returns how many there were.

    :raises Forbidden: ``by`` does not manage every company where the user works.
    """
    decision = rules.may_manage(by, user)
    if not decision:
        raise Forbidden(decision.reason)
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    ended = end_all(user, SessionEnd.ADMINISTRATOR)
    audit.record(action="identity.user.end_session", subject=user, by=by, changes={"sessions": [None, ended]})
    return ended


@transaction.atomic
def sign_out_elsewhere(*, user: User, session_key: str = "") -> None:
    """End every session of the user but this one, which the caller renews with ``update_session_auth_hash``."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    end_all(user, SessionEnd.ELSEWHERE, but=session_key)
    audit.record(action="identity.user.sign_out_elsewhere", subject=user, by=user)


def end_all(user: User, end: str, *, but: str = "") -> int:
    """End the running sessions of a user; returns how many. ``but`` is the key of one that stays."""
    running = SignIn.objects.filter(user=user)
    return _end(running.exclude(session_key=but) if but else running, end)


def _end(sessions: QuerySet[SignIn], end: str) -> int:
    """Mark them ended and take away what they stand on."""
    running = sessions.filter(ended_at__isnull=True)
    keys = list(running.values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in filter(None, keys):
        store(session_key=key).delete()
    running.update(ended_at=clock.now(), end=end)
    return len(keys)
