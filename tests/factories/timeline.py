"""Notes and entries for tests, made through actions."""

from __future__ import annotations

from typing import Any

from roadbook.apps.parties.models import Party
from roadbook.apps.timeline import actions
from roadbook.apps.timeline.models import Entry
from roadbook.kit import audit, clock
from tests.factories import parties


def note(about: Party | None = None, **values: Any) -> Entry:
    """A note on the feed of a client, by the machine."""
    party = about or parties.person()
    values = {"text": "Обади се следобед.", "by": None, **values}
    return actions.note(company=party.company, subject=audit.key(party), party=party, **values)


def entry(about: Party | None = None, **values: Any) -> Entry:
    """Something that happened to a client."""
    party = about or parties.person()
    values = {"kind": "system", "title": "Client file opened", "params": {}, "at": clock.now(), "by": None, **values}
    return actions.record(company=party.company, subject=audit.key(party), party=party, **values)
