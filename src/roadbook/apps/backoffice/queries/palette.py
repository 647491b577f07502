"""What the command palette finds: records of every context, places, and things to create."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.kit import search
from roadbook.kit.search import recent

from .commands import commands

LIMIT = 6
COMMAND = ">"


@dataclass(frozen=True)
class Group:
    """Hits under one heading."""

    label: str | Promise
    hits: tuple[search.Hit, ...]

    @property
    def best(self) -> int:
        return max(hit.score for hit in self.hits)


def palette(user: Any, permissions: frozenset[str], typed: str) -> list[Group]:
    """Groups of hits for what was typed, the group with the best hit first; for nothing typed, what was open lately.

    A first letter ``>``, ``@``, ``#`` or ``!`` narrows to one kind.
    """
    wanted = search.asked(typed).text
    if not wanted:
        return _grouped([(_("Recent"), recent.records(user))])
    if wanted.startswith(COMMAND):
        return _acts(permissions, wanted[1:])
    narrowed = [one for one in search.sources() if one.prefix and wanted.startswith(one.prefix)]
    term = wanted[len(narrowed[0].prefix) :].strip() if narrowed else wanted
    if not term:
        return []
    records = _grouped([(one.label, list(one.find(user, term, LIMIT))) for one in narrowed or search.sources()])
    found = records if narrowed else [*records, *_acts(permissions, wanted)]
    return sorted(found, key=lambda group: -group.best)


def _acts(permissions: frozenset[str], typed: str) -> list[Group]:
    create, places = commands(permissions, typed)
    return _grouped([(_("Create"), create), (_("Go to"), places)])


def _grouped(found: Sequence[tuple[str | Promise, Sequence[search.Hit]]]) -> list[Group]:
    """The groups that have hits, each with its best first."""
    return [Group(label, tuple(search.best(hits, len(hits)))) for label, hits in found if hits]
