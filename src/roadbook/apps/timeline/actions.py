"""Every write to feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.models import Party
from roadbook.kit import audit, clock
from roadbook.kit import text as kit_text
from roadbook.kit.errors import Refused

from .enums import EntryKind
from .models import Entry
from .rules import Subject

LONGEST_NOTE = 4000


class NoteRefused(Refused):
    """A note says something, in at most 4000 characters."""

    code = "note"


@transaction.atomic
def note(*, company: Company, subject: str, text: str, by: Any, party: Party | None = None) -> Entry:
    """Write a note on the feed of a subject, and of its party.

    :raises NoteRefused: it is empty or too long.
    """
    identity.require(by, Permission.NOTE_WRITE, company_id=company.pk)
    said = _cleaned(text)
    if not said:
        raise NoteRefused(_("Write something first."), field="text")
    if len(said) > LONGEST_NOTE:
        raise NoteRefused(_("A note has at most %(most)d characters.") % {"most": LONGEST_NOTE}, field="text")
    entry = Entry.objects.create(
        company=company, subject=subject, party=party, kind=EntryKind.NOTE, text=said, at=clock.now(), by=by
    )
    audit.record(
        action="timeline.note.write", subject=subject, by=by, company_id=company.pk, changes={"entry": [None, entry.pk]}
    )
    return entry


def _cleaned(typed: str) -> str:
    try:
        return kit_text.clean(typed).strip()
    except ValueError as error:
        raise NoteRefused(_("This text holds a character that cannot be stored."), field="text") from error


def note_on(*, subject: Subject, text: str, by: Any) -> Entry:
    """Write a note on a subject that the writer may see; it also appears on the feed of the subject's party.

    :raises NoteRefused: it is empty or too long.
    """
    company = Company.objects.get(pk=subject.company_id)
    party = Party.objects.filter(pk=subject.party_id).first() if subject.party_id else None
    return note(company=company, subject=subject.key, text=text, by=by, party=party)


def record(
    *,
    company: Company,
    subject: str,
    kind: str,
    title: str,
    params: Mapping[str, Any],
    at: datetime,
    by: Any,
    party: Party | None = None,
    text: str = "",
) -> Entry:
    """Tell on a feed what happened; the act itself is audited by whoever did it.

    ``title`` is a msgid (``gettext_noop``) with ``%(name)s`` for each param. A param is a string or number, or
    ``{"minor": 1250, "currency": "EUR"}``, ``{"day": "2026-11-24"}``, ``{"msg": msgid}`` or ``{"list": [params]}``:
    the reader sees it in his or her language.
    """
    return Entry.objects.create(
        company=company,
        subject=subject,
        party=party,
        kind=EntryKind(kind),
        title=title,
        params=dict(params),
        text=text,
        at=at,
        by=by,
    )


def named(labels: Iterable[str | Promise]) -> dict[str, Any]:
    """A param that lists translatable labels: their msgids are kept, not their words in somebody's language."""
    with translation.override(None):
        return {"list": [{"msg": str(label)} for label in labels]}


@transaction.atomic
def pin(*, entry: Entry, by: Any, is_pinned: bool = True) -> Entry:
    """Keep the entry on top of its feeds, or let it go. Twice changes nothing."""
    identity.require(by, Permission.NOTE_WRITE, company_id=entry.company_id)
    if Entry.objects.filter(pk=entry.pk, is_pinned=not is_pinned).update(is_pinned=is_pinned):
        changes = {"entry": [None, entry.pk], "is_pinned": [not is_pinned, is_pinned]}
        audit.record(
            action="timeline.note.pin", subject=entry.subject, by=by, company_id=entry.company_id, changes=changes
        )
    entry.is_pinned = is_pinned
    return entry
