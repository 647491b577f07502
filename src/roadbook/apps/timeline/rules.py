"""Which subjects have a feed, and who may see and write it: the owner of the subject knows.

A context above registers a resolver for its kind of subject when it is ready; timeline answers for parties itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.kit.errors import Refused

Resolver = Callable[[Any, int], int | None]
PartyOf = Callable[[int], int | None]
LONGEST_KEY = 18


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


_resolvers: dict[str, tuple[Resolver, PartyOf | None]] = {}
_pages: dict[str, str] = {}


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
