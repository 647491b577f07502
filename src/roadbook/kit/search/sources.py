"""Sources for the command palette. Contexts register a finder; the palette asks them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from roadbook.kit import text

from .asked import Asked

# How well a hit fits what was typed: it is that, begins with it, has its words, holds it somewhere.
EXACT, START, WORDS, INSIDE = 100, 60, 40, 20
FEW = 20  # as many rows may share one exact number


@dataclass(frozen=True)
class Hit:
    """One answer: where it leads, what it is called, what tells it apart, how well it fits."""

    url: str
    title: str
    detail: str = ""
    icon: str = "file"
    score: int = INSIDE


Finder = Callable[[Any, str, int], Iterable[Hit]]
Recent = Callable[[Any, Iterable[int]], dict[int, Hit]]


def _none(_user: Any, _pks: Iterable[int]) -> dict[int, Hit]:
    return {}


@dataclass(frozen=True)
class Source:
    """``find(user, text, limit)`` returns only what the user may see. ``prefix`` narrows the palette to this source.

    ``page`` is the URL name of a record's page: who opens it finds the record among the recent ones, as
    ``recent(user, pks)`` shows it; what the user may not see any more is not in its answer.
    """

    code: str
    label: str | Promise
    find: Finder
    prefix: str = ""
    order: int = 100
    page: str = ""
    recent: Recent = _none


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.code] = source


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: source.order)


def source(code: str) -> Source | None:
    return _sources.get(code)


def likeness(wanted: Asked, *said: str) -> int:
    """How well texts fit what was typed, the best of them: spelling, case and marks do not count."""
    return max((_fits(wanted, text.fold(one)) for one in said if one), default=INSIDE)


def _fits(wanted: Asked, said: str) -> int:
    if said in {wanted.folded, wanted.plate.lower()}:
        return EXACT
    is_end = wanted.has_digits and said.endswith(wanted.folded)  # as people read numbers out
    if said.startswith(wanted.folded) or is_end:
        return START
    starts = said.split()
    return WORDS if all(any(one.startswith(word) for one in starts) for word in wanted.words) else INSIDE


def best(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """The hits that fit best, each page once; equals stay in their order."""
    seen: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda hit: -hit.score):
        seen.setdefault(hit.url, hit)
    return list(seen.values())[:limit]
