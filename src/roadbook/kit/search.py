"""Sources for the command palette. Contexts register a finder; the palette asks them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Hit:
    """One answer: where it leads, what it is called, what tells it apart."""

    url: str
    title: str
    detail: str = ""
    icon: str = "file"


Finder = Callable[[Any, str, int], Iterable[Hit]]


@dataclass(frozen=True)
class Source:
    """``find(user, text, limit)`` returns only what the user may see. ``prefix`` narrows the palette to this source."""

    code: str
    label: str | Promise
    find: Finder
    prefix: str = ""
    order: int = 100


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.code] = source


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: source.order)
