"""Reads of feeds, ready to be shown in the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.kit import audit_reading, audit_words, clock, figures, keyset
from roadbook.kit.models import AuditEntry
from roadbook.kit.money import format_money
from roadbook.kit.text import fold

from . import rules
from .enums import LOOKS, EntryKind
from .models import Entry
from .rules import Planned, Subject

VIEW_PERMISSIONS = {
    EntryKind.CONTRACT: Permission.CONTRACT_VIEW,
    EntryKind.PAYMENT: Permission.PAYMENT_VIEW,
    EntryKind.DOCUMENT: Permission.DOCUMENT_VIEW,
    EntryKind.FILE: Permission.DOCUMENT_VIEW,
}
NOTE = gettext_noop("Note")
DEFAULT_LIMIT = 40
SEARCHED = 3000
LONG, LEAD = 400, 280
MASK = "••••"
ALWAYS_MASKED = {"identifier", "id_document", "number"}
SILENT = {"fields", "version"}
Values = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """An entry as a feed shows it. ``by`` is empty for the machine; ``rest`` follows the ``lead`` of a long text."""

    pk: int
    kind: str
    icon: str
    tone: str
    title: str
    text: str
    at: datetime
    by: str
    is_pinned: bool
    url: str = ""
    lead: str = ""
    rest: str = ""
    is_edited: bool = False
    may_change: bool = False
    changes: tuple[audit_reading.Change, ...] = ()
    planned: bool = False


@dataclass(frozen=True)
class Day:
    """The entries of one day of the reader's calendar."""

    on: date
    lines: list[Line]


@dataclass(frozen=True)
class Asked:
    """What the reader wants of a feed: kinds (none: all), words, and what is older than an entry."""

    kinds: tuple[str, ...] = ()
    words: str = ""
    before: int | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kinds or self.words)


@dataclass(frozen=True)
class FeedPage:
    """One page of a feed: planned and pinned on the first page only; ``earlier`` is where the next page begins."""

    planned: list[Planned]
    pinned: list[Line]
    days: list[Day]
    earlier: int | None

    @property
    def is_empty(self) -> bool:
        return not (self.planned or self.pinned or self.days)


def feed(*, subject: str = "", party: int | None = None, kind: str = "", limit: int = DEFAULT_LIMIT) -> list[Line]:
    """The feed of a subject, or of a party with all that is the party's: pinned first, then the newest.

    One query. The caller has checked that the reader may see the subject.
    """
    return [line(entry) for entry in entries(subject=subject, party=party, kind=kind)[:limit]]


def entries(*, subject: str = "", party: int | None = None, kind: str = "") -> QuerySet[Entry]:
    """The rows behind a feed."""
    if not subject and party is None:
        raise ValueError("a feed is about a subject or a party")
    found = Entry.objects.of_party(party) if party is not None else Entry.objects.about(subject)
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("by").order_by("-is_pinned", "-at", "-pk")


def entries_of(subject: Subject, reader: Any, *, kind: str = "", kinds: Collection[str] = ()) -> QuerySet[Entry]:
    """The rows of a subject's feed that the reader may see: money, papers and contracts ask for their own permissions.

    The feed of a party holds all that is the party's.
    """
    hidden = [
        kind
        for kind, permission in VIEW_PERMISSIONS.items()
        if not identity.scope(reader, permission).covers(subject.company_id)
    ]
    is_party = subject.key == f"parties.party:{subject.party_id}"
    found = entries(subject=subject.key, party=subject.party_id if is_party else None, kind=kind)
    return (found.filter(kind__in=kinds) if kinds else found).exclude(kind__in=hidden)


def feed_of(subject: Subject, reader: Any, *, kind: str = "", limit: int = DEFAULT_LIMIT) -> list[Line]:
    """The feed of a subject as this reader may see it."""
    return [line(entry) for entry in entries_of(subject, reader, kind=kind)[:limit]]


def feed_page(subject: Subject, reader: Any, asked: Asked, *, limit: int = DEFAULT_LIMIT) -> FeedPage:
    """A page of a feed with what changed from what to what. The number of queries does not depend on the rows."""
    rows = entries_of(subject, reader, kinds=asked.kinds)
    anchor = rows.filter(pk=asked.before).first() if asked.before else None
    pinned = [] if anchor else list(rows.filter(is_pinned=True).order_by("-at", "-pk"))
    history = keyset.following(rows.filter(is_pinned=False), "-at", anchor)
    if asked.words:
        found = _said_in(history[:SEARCHED], asked.words)
        pinned = _said_in(pinned, asked.words)
    else:
        found = list(history[: limit + 1])
    shown = found[:limit]
    lines = {one.pk: one for one in _lines([*pinned, *shown], subject, reader)}
    first = not anchor and not asked.is_narrowed
    return FeedPage(
        planned=rules.planned(subject, reader) if first else [],
        pinned=[lines[entry.pk] for entry in pinned],
        days=_days([lines[entry.pk] for entry in shown]),
        earlier=shown[-1].pk if len(found) > limit else None,
    )


def _said_in(found: Iterable[Entry], words: str) -> list[Entry]:
    """The entries in which the words stand as the reader reads them, whatever the database stores."""
    wanted = fold(words).split()
    return [entry for entry in found if all(word in _readable(entry) for word in wanted)]


def _readable(entry: Entry) -> str:
    return fold(f"{title_of(entry)} {entry.text} {entry.by or ''}")


def _lines(found: list[Entry], subject: Subject, reader: Any) -> list[Line]:
    changed = _changes({entry.pk: entry.audit_id for entry in found if entry.audit_id}, subject, reader)
    now = clock.now()
    return [
        line(entry, changes=changed.get(entry.pk, ()), may_change=rules.may_change_note(reader, entry, now))
        for entry in found
    ]


def _changes(audited: dict[int, int], subject: Subject, reader: Any) -> dict[int, tuple[audit_reading.Change, ...]]:
    """Old and new of every change, from the audit log in one query. Personal values are masked for most readers."""
    reveals = identity.scope(reader, Permission.PARTY_REVEAL).covers(subject.company_id) or reader is None
    found = AuditEntry.objects.filter(pk__in=audited.values()).select_related("personal").in_bulk()
    parts = {pk: _parts(found[audit_id], reveals=reveals) for pk, audit_id in audited.items() if audit_id in found}
    keys = {key for one in parts.values() for shown in one[1:3] for key in audit_reading.references(one[0], shown)}
    things = audit_words.things(keys)
    return {pk: _told(*one, things) for pk, one in parts.items()}


def _parts(entry: AuditEntry, *, reveals: bool) -> tuple[str, Values, Values, Values]:
    """The subject of an audit entry; its values; its personal values to show, and those to mask."""
    story = audit_words.story(entry.action, entry.changes)
    left = entry.changes.keys() & story.fields if story else entry.changes.keys() - SILENT
    plain = {name: pair for name, pair in entry.changes.items() if name in left}
    kept = getattr(entry, "personal", None)
    personal = kept.values if kept is not None else {}
    shown = {name: pair for name, pair in personal.items() if reveals and name not in ALWAYS_MASKED}
    masked = {name: [MASK if one else None for one in pair] for name, pair in personal.items() if name not in shown}
    return entry.subject, plain, shown, masked


def _told(
    subject: str, plain: Values, shown: Values, masked: Values, things: Mapping[str, audit_words.Thing]
) -> tuple[audit_reading.Change, ...]:
    of = subject.partition(":")[0]
    hidden = (
        audit_reading.Change(audit_reading.field(of, name), old or "", new or "", is_personal=True)
        for name, (old, new) in masked.items()
    )
    return (
        *audit_reading.changes(subject, plain, things=things),
        *audit_reading.changes(subject, shown, is_personal=True, things=things),
        *hidden,
    )


def _days(lines: list[Line]) -> list[Day]:
    return [Day(on, list(some)) for on, some in groupby(lines, key=lambda one: timezone.localtime(one.at).date())]


def entry_visible_to(reader: Any, pk: int) -> Entry:
    """An entry of a feed that the reader may see: of its subject, or of its party.

    :raises Entry.DoesNotExist: there is none, or it is not the reader's to see.
    """
    found = Entry.objects.get(pk=pk, removed_at__isnull=True)
    for key in (found.subject, f"parties.party:{found.party_id}"):
        try:
            subject = rules.visible_subject(reader, key)
        except rules.SubjectUnknown:
            continue
        return entries_of(subject, reader).get(pk=pk)
    raise Entry.DoesNotExist


def title_of(entry: Entry) -> str:
    """The title in the active language; a note is called a note."""
    if not entry.title:
        return _(NOTE)
    return _(entry.title) % {name: _said(value) for name, value in entry.params.items()}


def line(entry: Entry, *, changes: tuple[audit_reading.Change, ...] = (), may_change: bool = False) -> Line:
    """The entry as a feed shows it in the active language."""
    icon, tone = LOOKS[EntryKind(entry.kind)]
    lead, rest = folded(entry.text)
    return Line(
        pk=entry.pk,
        kind=entry.kind,
        icon=icon,
        tone=tone,
        title=title_of(entry),
        text=entry.text,
        at=entry.at,
        by=str(entry.by) if entry.by else "",
        is_pinned=entry.is_pinned,
        url=rules.target_url(entry.target) if entry.target else "",
        lead=lead,
        rest=rest,
        is_edited=entry.edited_at is not None,
        may_change=may_change,
        changes=changes,
    )


def folded(text: str) -> tuple[str, str]:
    """A long text cut behind a word: what one sees at once, and what is behind “more”."""
    if len(text) <= LONG:
        return text, ""
    cut = max(text.rfind(" ", 0, LEAD), text.rfind("\n", 0, LEAD))
    cut = cut if cut > 0 else LEAD
    return text[:cut], text[cut:]


def _said(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "minor" in value:
        return format_money(value["minor"], value["currency"])
    if "day" in value:
        return figures.day(date.fromisoformat(value["day"]))
    if "list" in value:
        return ", ".join(_said(item) for item in value["list"])
    if "names" in value:
        return ", ".join(_lower(audit_reading.field(value["of"], name)) for name in value["names"])
    return _(value["msg"])


def _lower(label: str) -> str:
    """A label within a sentence; abbreviations stay as they are."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
