"""What was lately done to a user, out of the audit log, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from roadbook.apps.identity import queries
from roadbook.apps.identity.models import User
from roadbook.kit import audit_reading, audit_words

SHOWN = 12
SIGNED_IN = "identity.user.sign_in"  # there is a list of its own for these


@dataclass(frozen=True)
class Done:
    """One act: what, from what to what, when and by whom."""

    action: str
    said: str
    at: datetime
    actor: str


def last(person: User) -> list[Done]:
    """The newest acts on this user; personal values stay out."""
    found = list(queries.acts_on(person).exclude(action=SIGNED_IN)[:SHOWN])
    named = {key for one in found for key in audit_reading.references(one.subject, one.changes)}
    things = audit_words.things(named)
    return [
        Done(
            audit_words.action(one.action),
            ", ".join(
                f"{change.label}: {change.old} → {change.new or '–'}" if change.old else f"{change.label}: {change.new}"
                for change in audit_reading.changes(one.subject, one.changes, things=things)
                if change.old or change.new
            ),
            one.at,
            audit_words.actor(one.actor_name),
        )
        for one in found
    ]
