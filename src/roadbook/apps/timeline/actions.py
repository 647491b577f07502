"""Every write to feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.models import Party
from roadbook.kit import audit, audit_words, clock, storing
from roadbook.kit import text as kit_text
from roadbook.kit.errors import Refused
from roadbook.kit.models import AuditEntry

from . import rules
from .enums import EntryKind
from .models import Entry
from .rules import Subject

LONGEST_NOTE = 4000
PARTY = "parties.party:"
CHANGED = gettext_noop("Changed: %(fields)s")
CHANGE = ".change"
SILENT = {"fields", "version", "reason"}


class NoteRefused(Refused):
    """A note says something, in at most 4000 characters."""

    code = "note"


class NoteClosed(Refused):
    """The note is not (or no longer) the user's to change."""

    code = "note_closed"


@transaction.atomic
def note(*, company: Company, subject: str, text: str, by: Any, party: Party | None = None) -> Entry:
    """Write a note on the feed of a subject, and of its party.

    :raises NoteRefused: it is empty or too long.
    """
    identity.require(by, Permission.NOTE_WRITE, company_id=company.pk)
    said = _checked(text)
    entry = storing.insert_one(
        Entry(company=company, subject=subject, party=party, kind=EntryKind.NOTE, text=said, at=clock.now(), by=by)
    )
    audit.record(
        action="timeline.note.write", subject=subject, by=by, company_id=company.pk, changes={"entry": [None, entry.pk]}
    )
    return entry


@transaction.atomic
def change_note(*, entry: Entry, text: str, by: Any) -> Entry:
    """Correct an own note within 15 minutes; what it said before stays in the audit log.

    :raises NoteClosed: it is somebody else's, or too old.
    :raises NoteRefused: it is empty or too long.
    """
    row = _open_note(entry, by)
    said = _checked(text)
    if said != row.text:
        _record_note("edit", row, {"text": [row.text, said]}, by)
        Entry.objects.filter(pk=row.pk).update(text=said, edited_at=clock.now())
    entry.refresh_from_db()
    return entry


@transaction.atomic
def remove_note(*, entry: Entry, by: Any) -> None:
    """Take an own note back within 15 minutes; what it said stays in the audit log.

    :raises NoteClosed: it is somebody else's, or too old.
    """
    row = _open_note(entry, by)
    _record_note("remove", row, {"text": [row.text, None]}, by)
    Entry.objects.filter(pk=row.pk).update(removed_at=clock.now(), is_pinned=False)


def _open_note(entry: Entry, by: Any) -> Entry:
    identity.require(by, Permission.NOTE_WRITE, company_id=entry.company_id)
    row = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not rules.may_change_note(by, row, clock.now()):
        raise NoteClosed(_("A note can be changed by its writer, for 15 minutes. Write another one."))
    return row


def _record_note(act: str, row: Entry, text: dict[str, Any], by: Any) -> None:
    audit.record(
        action=f"timeline.note.{act}",
        subject=row.subject,
        by=by,
        company_id=row.company_id,
        changes={"entry": [None, row.pk]},
        personal=text,
    )


def _checked(text: str) -> str:
    said = _cleaned(text)
    if not said:
        raise NoteRefused(_("Write something first."), field="text")
    if len(said) > LONGEST_NOTE:
        raise NoteRefused(_("A note has at most %(most)d characters.") % {"most": LONGEST_NOTE}, field="text")
    return said


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
    target: str = "",
) -> Entry:
    """Tell on a feed what happened; the act itself is audited by whoever did it. ``target`` is a key to link to.

    ``title`` is a msgid (``gettext_noop``) with ``%(name)s`` for each param. A param is a string or number, or
    ``{"minor": 1250, "currency": "EUR"}``, ``{"day": "2026-11-24"}``, ``{"msg": msgid}`` or ``{"list": [params]}``:
    the reader sees it in his or her language.
    """
    return storing.insert_one(
        Entry(
            company=company,
            subject=subject,
            party=party,
            kind=EntryKind(kind),
            title=title,
            params=dict(params),
            text=text,
            at=at,
            by=by,
            target=target,
        )
    )


def record_all(*, company: Company, subjects: Sequence[str], kind: str, title: str, at: datetime, by: Any) -> None:
    """Tell the same on the feeds of many, with one statement."""
    storing.insert(
        Entry(company=company, subject=subject, kind=EntryKind(kind), title=title, params={}, at=at, by=by)
        for subject in subjects
    )


@dataclass(frozen=True)
class Told:
    """One of many entries of the same kind: on which subject and party, and what it says; see ``record``."""

    subject: str
    party_id: int | None
    title: str
    params: Mapping[str, Any]
    target: str = ""


def record_each(*, company: Company, told: Sequence[Told], kind: str, at: datetime, by: Any) -> None:
    """``record`` for many, each in its own words, with one statement."""
    storing.insert(
        Entry(
            company=company,
            subject=one.subject,
            party_id=one.party_id,
            kind=EntryKind(kind),
            title=one.title,
            params=dict(one.params),
            at=at,
            by=by,
            target=one.target,
        )
        for one in told
    )


def tell(*, subject: Subject, kind: str, title: str, params: Mapping[str, Any], by: Any, **more: str) -> Entry:
    """``record`` for a subject that the actor may see: now, and on the feed of its party too."""
    return storing.insert_one(
        Entry(
            company_id=subject.company_id,
            subject=subject.key,
            party_id=subject.party_id,
            kind=EntryKind(kind),
            title=title,
            params=dict(params),
            at=clock.now(),
            by=by,
            **more,
        )
    )


def tell_on(
    *, company_id: int, subject: str, kind: str, title: str, params: Mapping[str, Any], by: Any, **more: str
) -> Entry:
    """``tell`` for the key of a subject, whoever may see it."""
    about = Subject(subject, company_id, rules.party_of(subject))
    return tell(subject=about, kind=kind, title=title, params=params, by=by, **more)


def tell_change(entry: AuditEntry, personal: Mapping[str, Any]) -> None:
    """Whatever is changed stands on the feed of its subject, with old and new: called for every entry of the audit.

    Acts are called ``<context>.<noun>.change``; the values stay in the audit log, from where the feed reads them. The
    owner of an act may tell it in one line (``audit.name_story``).
    """
    if not entry.action.endswith(CHANGE) or entry.company_id is None or not rules.is_subject(entry.subject):
        return
    fields = sorted({*entry.changes, *personal} - SILENT)
    if not fields:
        return
    story = audit_words.story(entry.action, entry.changes)
    listed = {"fields": {"of": entry.subject.partition(":")[0], "names": fields}}
    storing.insert_one(
        Entry(
            company_id=entry.company_id,
            subject=entry.subject,
            party_id=rules.party_of(entry.subject),
            kind=EntryKind.CHANGE,
            title=story.title if story else CHANGED,
            params=dict(story.params) if story else listed,
            at=entry.at,
            by_id=entry.actor_id,
            audit_id=entry.pk,
        )
    )


def forget(subjects: Sequence[str]) -> None:
    """Remove what the feeds of these things say by themselves: the things are taken back, as if never entered."""
    about = Q(subject__in=subjects) | Q(party__in=[int(one.split(":")[1]) for one in subjects if one.startswith(PARTY)])
    Entry.objects.filter(about, kind__in=(EntryKind.CHANGE, EntryKind.SYSTEM)).delete()


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
