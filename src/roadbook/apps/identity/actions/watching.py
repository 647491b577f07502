"""Watching: who opens many records, who asks for many that are not there, whose password is guessed at."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from roadbook.apps.identity import queries, rules
from roadbook.apps.identity.events import UserReadsMuch
from roadbook.apps.identity.models import User
from roadbook.kit import audit, limits
from roadbook.kit.events import publish


def note_opening(*, user: User, kind: str, record: int) -> None:
    """The user opened a record. Beyond ``ROADBOOK_MOST_OPENED`` different ones of a kind in an hour it is told."""
    count = limits.distinct(f"opened-{kind}", user.pk, record, queries.HOUR)
    if count == settings.ROADBOOK_MOST_OPENED + 1:
        _tell(user, "read_much", kind, count)


def note_guessing(*, email: str) -> None:
    """A sign-in as this e-mail failed. At ``ROADBOOK_MOST_GUESSES`` in an hour it is told, once in that hour."""
    count = limits.hit(queries.GUESSED, email, queries.HOUR)
    user = User.objects.filter(email=email).first() if count == settings.ROADBOOK_MOST_GUESSES else None
    if user is not None:
        for company_id in sorted({one.company_id for one in rules.current_assignments(user)}):
            changes = {"count": [None, count]}
            audit.record(action="identity.user.guessed", subject=user, by=None, company_id=company_id, changes=changes)


def mark_alerts_read(*, up_to: int, by: User) -> None:
    """The user has read the alerts up to this entry of the audit log. What came since stays unread."""
    User.objects.filter(pk=by.pk, alerts_read__lt=up_to).update(alerts_read=up_to)


def note_missing(*, user: User, record: int) -> None:
    """The user asked for a record that is not theirs to see. Beyond ``ROADBOOK_MOST_MISSING`` an hour it is told."""
    count = limits.distinct("missing", user.pk, record, queries.HOUR)
    if count == settings.ROADBOOK_MOST_MISSING + 1:
        _tell(user, "probe", "", count)


@transaction.atomic
def _tell(user: User, act: str, kind: str, count: int) -> None:
    changes = {"kind": [None, kind], "count": [None, count]} if kind else {"count": [None, count]}
    for company_id in sorted({one.company_id for one in rules.current_assignments(user)}):
        audit.record(action=f"identity.user.{act}", subject=user, by=user, company_id=company_id, changes=changes)
    publish(UserReadsMuch(user_id=user.pk, kind=kind, count=count))
