"""Places in the main menu. Contexts register theirs; the shell shows those that the user may open."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True)
class Place:
    """One entry: URL name, label, Lucide icon, the permission that opens it, its section and order in it."""

    url_name: str
    label: str | Promise
    icon: str
    section: str = ""
    permission: str = ""
    order: int = 100
    shortcut: str = ""


@dataclass(frozen=True)
class Section:
    """A group of the menu."""

    code: str
    label: str | Promise
    order: int
    places: tuple[Place, ...] = field(default=())


_places: list[Place] = []
_bars: list[tuple[str, tuple[str, ...]]] = []
_sections: dict[str, Section] = {"": Section("", "", 0)}


def section(code: str, label: str | Promise, order: int) -> None:
    _sections.setdefault(code, Section(code, label, order))


def place(entry: Place) -> None:
    if entry not in _places:
        _places.append(entry)


def menu(permissions: set[str]) -> list[Section]:
    """Sections with the places that these permissions open, empty sections left out."""
    shown = [entry for entry in _places if not entry.permission or entry.permission in permissions]
    grouped = [
        Section(
            s.code, s.label, s.order, tuple(sorted((p for p in shown if p.section == s.code), key=lambda p: p.order))
        )
        for s in sorted(_sections.values(), key=lambda s: s.order)
    ]
    return [group for group in grouped if group.places]


def bar(permission: str, *url_names: str) -> None:
    """What stands at hand on a phone, the foremost first, for whoever holds the permission and none of those before."""
    if (permission, url_names) not in _bars:
        _bars.append((permission, url_names))


def at_hand(permissions: Container[str]) -> tuple[str, ...]:
    """Names of the places of the bar that fits these permissions; none where none fits."""
    return next((url_names for permission, url_names in _bars if permission in permissions), ())
