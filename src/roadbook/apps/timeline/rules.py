"""Which subjects have a feed, and who may see and write it: the owner of the subject knows.

A context above registers a resolver for its kind of subject when it is ready; timeline answers for parties itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.kit.errors import Refused

from .enums import EntryKind
from .models import Entry

Resolver = Callable[[Any, int], int | None]
PartyOf = Callable[[int], int | None]
LONGEST_KEY = 18
SHORT = 120
NOTE_OPEN = timedelta(minutes=15)


class SubjectUnknown(Refused):
    """There is no such subject, or the user may not see it."""

    code = "subject"
    status = 404


@dataclass(frozen=True)
class Subject:
    """A subject that the user may see, with its company and, where it has one, its party."""

    key: str
    company_id: int
    party_id: int | None


@dataclass(frozen=True)
class Planned:
    """Something that will happen to a subject, or ought to: shown above what has happened."""

    on: date
    title: str | Promise
    icon: str = "calendar"
    tone: str = ""
    url: str = ""


PlannedSource = Callable[[Subject, Any], Iterable[Planned]]
_resolvers: dict[str, tuple[Resolver, PartyOf | None]] = {}
_pages: dict[str, str] = {}
_targets: dict[str, str] = {}
_planned: list[PlannedSource] = []


def register_subject(kind: str, resolver: Resolver, *, party_of: PartyOf | None = None, page: str = "") -> None:
    """``resolver(user, pk)`` gives the company of a subject that the user may see, else None.

    ``party_of(pk)`` gives the party on whose feed notes about the subject also appear. ``page`` is the name of the URL
    that shows the subject, given its pk.
    """
    _resolvers[kind] = (resolver, party_of)
    _pages[kind] = page


def page_of(user: Any, key: str) -> str:
    """Where a subject is shown; empty where it has no page or the user may not see it."""
    try:
        subject = visible_subject(user, key)
    except SubjectUnknown:
        return ""
    kind, _sep, pk = subject.key.partition(":")
    return reverse(_pages[kind], args=[int(pk)]) if _pages[kind] else ""


def visible_subject(user: Any, key: str) -> Subject:
    """The subject of a key such as ``"leasing.contract:12"``.

    :raises SubjectUnknown: no such kind or row, or another company's.
    """
    kind, _sep, pk = key.partition(":")
    if kind not in _resolvers or not (pk.isascii() and pk.isdigit()) or len(pk) > LONGEST_KEY:
        raise SubjectUnknown(_("There is nothing here, or it is not yours to see."))
    resolver, party_of = _resolvers[kind]
    company_id = resolver(user, int(pk))
    if company_id is None:
        raise SubjectUnknown(_("There is nothing here, or it is not yours to see."))
    return Subject(f"{kind}:{int(pk)}", company_id, party_of(int(pk)) if party_of else None)


def is_subject(key: str) -> bool:
    """Whether things of this kind have a feed."""
    return key.partition(":")[0] in _resolvers


def party_of(key: str) -> int | None:
    """The party on whose feed things about this subject also stand; no question of who asks."""
    kind, _sep, pk = key.partition(":")
    _resolver, party = _resolvers[kind]
    return party(int(pk)) if party else None


def party_of_entry(entry: Entry) -> int | None:
    """The party on whose feed an entry stands, from what it is about now."""
    return party_of(entry.subject) if is_subject(entry.subject) else entry.party_id


def said(entry: Entry) -> str:
    """A note in short, to tell it from others."""
    return f"{timezone.localtime(entry.at):%d.%m.%Y %H:%M} {entry.text}"[:SHORT]


def visible_rows(user: Any) -> Iterator[tuple[str, QuerySet[Any]]]:
    """For each kind of subject the rows that the user may see; kinds whose rows know no ``visible_to`` are left out."""
    for kind in _resolvers:
        rows = apps.get_model(kind)._default_manager.all()
        if hasattr(rows, "visible_to"):
            yield kind, rows.visible_to(user)


def register_target(kind: str, page: str) -> None:
    """Entries that lead to a thing of this kind link to the page of this URL name; it asks who may."""
    _targets[kind] = page


def target_url(key: str) -> str:
    """Where an entry leads; empty where nothing is registered."""
    kind, _sep, pk = key.partition(":")
    return reverse(_targets[kind], args=[int(pk)]) if kind in _targets else ""


def register_planned(source: PlannedSource) -> None:
    """``source(subject, reader)`` gives what is planned for a subject, as far as the reader may see it."""
    if source not in _planned:
        _planned.append(source)


def planned(subject: Subject, reader: Any) -> list[Planned]:
    """Everything that is planned for a subject, the nearest first."""
    return sorted((one for source in _planned for one in source(subject, reader)), key=lambda one: one.on)


def may_change_note(user: Any, entry: Entry, now: datetime) -> bool:
    """The writer may correct a note, or take it back, for 15 minutes."""
    is_own = user is not None and entry.by_id == user.pk and entry.kind == EntryKind.NOTE
    return is_own and entry.removed_at is None and now - entry.at <= NOTE_OPEN


def has_feed(kind: str) -> bool:
    """Do rows of this kind, ``"leasing.contract"``, have a feed?"""
    return kind in _resolvers
