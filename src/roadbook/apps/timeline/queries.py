"""Reads of feeds, ready to be shown in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.kit import figures
from roadbook.kit.money import format_money

from . import rules
from .enums import LOOKS, EntryKind
from .models import Entry
from .rules import Subject

VIEW_PERMISSIONS = {
    EntryKind.CONTRACT: Permission.CONTRACT_VIEW,
    EntryKind.PAYMENT: Permission.PAYMENT_VIEW,
    EntryKind.DOCUMENT: Permission.DOCUMENT_VIEW,
}
NOTE = gettext_noop("Note")
DEFAULT_LIMIT = 40


@dataclass(frozen=True)
class Line:
    """An entry as a feed shows it. ``by`` is empty for the machine; nothing here is planned yet."""

    pk: int
    kind: str
    icon: str
    tone: str
    title: str
    text: str
    at: datetime
    by: str
    is_pinned: bool
    planned: bool = False


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


def entries_of(subject: Subject, reader: Any, *, kind: str = "") -> QuerySet[Entry]:
    """The rows of a subject's feed that the reader may see: money, papers and contracts ask for their own permissions.

    The feed of a party holds all that is the party's.
    """
    hidden = [
        kind
        for kind, permission in VIEW_PERMISSIONS.items()
        if not identity.scope(reader, permission).covers(subject.company_id)
    ]
    is_party = subject.key == f"parties.party:{subject.party_id}"
    return entries(subject=subject.key, party=subject.party_id if is_party else None, kind=kind).exclude(
        kind__in=hidden
    )


def feed_of(subject: Subject, reader: Any, *, kind: str = "", limit: int = DEFAULT_LIMIT) -> list[Line]:
    """The feed of a subject as this reader may see it."""
    return [line(entry) for entry in entries_of(subject, reader, kind=kind)[:limit]]


def entry_visible_to(reader: Any, pk: int) -> Entry:
    """An entry of a feed that the reader may see: of its subject, or of its party.

    :raises Entry.DoesNotExist: there is none, or it is not the reader's to see.
    """
    found = Entry.objects.get(pk=pk)
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


def line(entry: Entry) -> Line:
    """The entry as a feed shows it in the active language."""
    icon, tone = LOOKS[EntryKind(entry.kind)]
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
    )


def _said(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "minor" in value:
        return format_money(value["minor"], value["currency"])
    if "day" in value:
        return figures.day(date.fromisoformat(value["day"]))
    if "list" in value:
        return ", ".join(_said(item) for item in value["list"])
    return _(value["msg"])
