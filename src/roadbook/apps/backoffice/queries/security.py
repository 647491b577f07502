"""How safe the house is: for administrators at home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import ALERTS, REFUSED, Permission
from roadbook.kit import audit_reading, audit_words, clock
from roadbook.kit.models import AuditEntry

from .audit import Seal, audit_visible_to, seal, sees_everything

DAY = timedelta(days=1)
SEALED_WITHIN = timedelta(hours=1)
SHOWN, LOOKED_AT = 5, 200


@dataclass(frozen=True)
class Alert:
    """Something that an administrator should know of: who, what and when. ``pk`` is its entry in the audit log."""

    pk: int
    what: str
    who: str
    detail: str
    at: datetime


@dataclass(frozen=True)
class Security:
    """``refused`` counts failed sign-ins of a day, ``may_list`` whether the reader may see each of them.

    ``unread`` counts alerts, ``newest`` is the entry of the newest of them; ``alerts`` are the first few.
    """

    without_factor: int
    refused: int
    may_list: bool
    unread: int
    newest: int
    alerts: list[Alert]
    seal: Seal | None
    is_late: bool

    @property
    def is_quiet(self) -> bool:
        """Nothing asks for an administrator."""
        is_sealed = self.seal is None or not (self.seal.broken or self.is_late)
        return not (self.without_factor or self.refused or self.unread) and is_sealed


def security(user: Any) -> Security:
    """Second factors, failed sign-ins, alerts and seals, as far as the user manages people and reads the audit log."""
    may_read = Permission.AUDIT_VIEW in identity.permissions(user)
    is_whole = sees_everything(user, Permission.USER_MANAGE)
    people = identity.users_visible_to(user).filter(is_active=True)
    entries = _unread(user) if may_read else []
    found = seal() if may_read else None
    return Security(
        without_factor=identity.without_factor(people).count(),
        refused=_refused(None if is_whole else [f"identity.user:{pk}" for pk in people.values_list("pk", flat=True)]),
        may_list=may_read and is_whole,
        unread=len(entries),
        newest=max((one.pk for one in entries), default=0),
        alerts=_told(entries[:SHOWN]),
        seal=found,
        is_late=found is not None and _is_late(found),
    )


def _refused(subjects: list[str] | None) -> int:
    """Failed sign-ins of the last day: about these people, or, for None, all of them."""
    about = {} if subjects is None else {"subject__in": subjects}
    return AuditEntry.objects.filter(action=REFUSED, at__gt=clock.now() - DAY, **about).count()


def _unread(user: Any) -> list[AuditEntry]:
    """The alerts that the user has not read, newest first; one that was written for several companies once."""
    found = audit_visible_to(user).filter(action__in=ALERTS, pk__gt=user.alerts_read).order_by("-pk")[:LOOKED_AT]
    return list({(one.action, one.subject, one.request_id or one.pk): one for one in found}.values())


def _told(entries: list[AuditEntry]) -> list[Alert]:
    things = audit_words.things({one.subject for one in entries}) if entries else {}
    return [
        Alert(
            one.pk,
            audit_words.action(one.action),
            things[one.subject].title,
            ", ".join(f"{change.label}: {change.new}" for change in audit_reading.changes(one.subject, one.changes)),
            one.at,
        )
        for one in entries
    ]


def _is_late(found: Seal) -> bool:
    """Entries wait, and nothing was sealed for an hour: the worker is not sealing."""
    return bool(found.unsealed and found.newest and found.newest.sealed_at < clock.now() - SEALED_WITHIN)
