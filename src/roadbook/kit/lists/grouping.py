"""Rows under headings: a table says by what it may be grouped, the address chooses (``group=state``).

A grouping is an order first: its column leads an index, so that a page of it costs what any page costs. A heading
stands before the first row of each group on a page; how many rows a group has is counted apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from roadbook.kit import figures, keyset


@dataclass(frozen=True)
class Heading:
    """What stands before the first row of a group: the key of that row, and the words of the group."""

    pk: int
    text: str


@dataclass(frozen=True)
class Group:
    """Rows with the same value stand together.

    ``name`` is the word in addresses, ``order`` the path that they are ordered by, with ``-`` for falling; rows of one
    group come in the order of their ids, the same way. ``said`` gives the words of a row's group; without it the
    value's own.
    """

    name: str
    label: str | Promise
    order: str
    said: Callable[[Any], Any] | None = None

    @property
    def path(self) -> str:
        return self.order.removeprefix("-")

    def key(self, row: Any) -> Any:
        """What rows of one group have in common."""
        return keyset.value(row, self.path)

    def q(self, row: Any) -> Q:
        """The rows of the same group."""
        value = keyset.value(row, self.path)
        return Q(**{f"{self.path}__isnull": True}) if value is None else self._same(value)

    def heading(self, row: Any) -> str:
        if keyset.value(row, self.path) in (None, ""):
            return figures.DASH
        return str(self._words(row))

    def _same(self, value: Any) -> Q:
        return Q(**{self.path: value})

    def _words(self, row: Any) -> Any:
        found = self.said(row) if self.said else keyset.value(row, self.path)
        return found() if callable(found) else found


@dataclass(frozen=True)
class Month(Group):
    """Rows of one calendar month; of an instant, the month in the reader's time zone."""

    def key(self, row: Any) -> Any:
        on = _day(keyset.value(row, self.path))
        return on and (on.year, on.month)

    def _same(self, value: Any) -> Q:
        first = _day(value).replace(day=1)
        following = (first + timedelta(days=31)).replace(day=1)
        begins: tuple[Any, Any] = (first, following)
        if isinstance(value, datetime):
            begins = (_midnight(first), _midnight(following))
        return Q(**{f"{self.path}__gte": begins[0], f"{self.path}__lt": begins[1]})

    def _words(self, row: Any) -> str:
        return figures.month(_day(keyset.value(row, self.path)))


def headings(group: Group | None, rows: Sequence[Any]) -> list[Heading | None]:
    """For each row the heading that stands before it, or None."""
    if group is None:
        return [None] * len(rows)
    keys = [group.key(row) for row in rows]
    return [
        Heading(row.pk, group.heading(row)) if at == 0 or keys[at] != keys[at - 1] else None
        for at, row in enumerate(rows)
    ]


def same(group: Group | None, row: Any) -> Q:
    """The rows under the heading of a row: all of them where there are no groups."""
    return group.q(row) if group else Q()


def _day(value: Any) -> Any:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime(on.year, on.month, on.day))  # noqa: DTZ001 - made aware here
