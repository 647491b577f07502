"""The audit log: one call per act, in the act's own transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from . import clock, context, storing
from .audit_words import (
    Story,
    name_action,
    name_actions,
    name_field,
    name_fields,
    name_story,
    name_subject,
    titles_from,
)
from .models import AuditEntry, AuditValues

__all__ = [
    "Act",
    "Story",
    "diff",
    "digest",
    "key",
    "listen",
    "name_action",
    "name_actions",
    "name_field",
    "name_fields",
    "name_story",
    "name_subject",
    "record",
    "record_all",
    "titles_from",
]


Listener = Callable[[AuditEntry, Mapping[str, Any]], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call the function with each entry and its personal values, in the transaction of the act."""
    if listener not in _listeners:
        _listeners.append(listener)


def key(row: models.Model) -> str:
    """The plain key of a row, ``"app.model:pk"``: how audit, timeline and ledger name things without a foreign key."""
    return f"{row._meta.label_lower}:{row.pk}"


def record(
    *,
    action: str,
    subject: models.Model | str,
    by: Any,
    company_id: int | None = None,
    changes: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write one entry. ``changes`` maps a field to ``[old, new]``; ``personal`` does so for personal data, kept apart.

    ``by`` is the acting user, or None for the machine. Values become JSON: dates and amounts as text where need be.
    """
    act = Act(subject, changes or {}, personal or {})
    return record_all(action=action, acts=[act], by=by, company_id=company_id)[0]


@dataclass(frozen=True)
class Act:
    """One of many acts of the same kind: on what, and what it changed; ``company_id`` where they are of several."""

    subject: models.Model | str
    changes: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)
    company_id: int | None = None


def record_all(*, action: str, acts: Sequence[Act], by: Any, company_id: int | None = None) -> list[AuditEntry]:
    """Write one entry for each of many acts of the same kind in one company, with two statements."""
    origin, now = context.current(), clock.now()
    values = [_plain(act.personal) for act in acts]
    entries = storing.insert(
        AuditEntry(
            at=now,
            actor_id=getattr(by, "pk", None),
            actor_name=str(by) if by is not None else "machine",
            ip=origin.ip,
            request_id=origin.request_id,
            company_id=act.company_id or company_id,
            action=action,
            subject=act.subject if isinstance(act.subject, str) else key(act.subject),
            changes=_plain(act.changes),
            values_sha256=digest(told) if told else "",
        )
        for act, told in zip(acts, values, strict=True)
    )
    storing.insert(AuditValues(entry=entry, values=told) for entry, told in zip(entries, values, strict=True) if told)
    for entry, told in zip(entries, values, strict=True):
        for listener in _listeners:
            listener(entry, told)
    return entries


def digest(values: Mapping[str, Any]) -> str:
    """SHA-256 of personal values, the same however the database spells its JSON."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(values, default=str))
    return plain


def diff(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The fields whose value differs, as ``{field: [old, new]}``."""
    return {name: [old.get(name), value] for name, value in new.items() if old.get(name) != value}
