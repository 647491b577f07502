"""A table as a context declares it, and one page of it as the address asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from roadbook.kit import keyset, text

from .columns import Column, Money, State
from .filters import Filter, one_line

COUNT_CAP = 50_000
MOST_WORDS = 6


class Table:
    """Declares a list. Subclass it with ``columns``, ``filters``, ``search`` and ``row_url``.

    ``search`` names the column or columns that the search box looks in, preferably one filled by
    ``kit.text.search_text``; empty means no box. ``default_sort`` is a path, with ``-`` for falling; only it and the
    columns' ``sort`` paths sort.
    """

    columns: ClassVar[tuple[Column, ...]] = ()
    filters: ClassVar[tuple[Filter, ...]] = ()
    search: ClassVar[str | tuple[str, ...]] = ""
    default_sort: ClassVar[str] = "-id"
    page_size: ClassVar[int] = 50
    empty_icon: ClassVar[str] = "inbox"
    empty_title: ClassVar[str | Promise] = _("Nothing here yet")
    empty_text: ClassVar[str | Promise] = ""

    def row_url(self, row: Any) -> str:  # noqa: ARG002 - for subclasses
        """Where a row leads; empty for a row that leads nowhere."""
        return ""


@dataclass(frozen=True)
class Heading:
    """A column's header: ``direction`` is ascending, descending or empty; ``url`` sorts by it, the other way round."""

    label: str
    css: str
    direction: str
    url: str


@dataclass(frozen=True)
class Cell:
    css: str
    card: str
    html: str
    url: str


@dataclass(frozen=True)
class Line:
    """One row as the page shows it."""

    url: str
    cells: tuple[Cell, ...]


class ListPage:
    """One page of a table: what the address asks, understood, fetched and ready to be drawn.

    Asks the database for the count (up to a cap) and the rows, on later pages also for the row that they follow.
    """

    def __init__(self, table: Table, queryset: QuerySet[Any], asked: QueryDict) -> None:
        self.table = table
        self.term, problem = one_line(asked.get("q", ""))
        self.applied = [one.read(asked, queryset) for one in table.filters]
        self.problems = [text for text in (problem, *(one.problem for one in self.applied)) if text]
        self.order = self._order(asked.get("sort", ""))
        found = queryset.none() if self.problems else self._narrow(queryset)
        self.total = found.order_by().values("pk")[: COUNT_CAP + 1].count()
        self.objects = self._fetch(found, asked)
        self.columns = tuple(column.among(self.objects) for column in table.columns)

    # ---- What the page shows

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns]

    @property
    def lines(self) -> list[Line]:
        cards = _cards(self.columns)
        return [self._line(row, cards) for row in self.objects]

    @property
    def is_filtered(self) -> bool:
        return bool(self.term or self.problems or any(one.is_active for one in self.applied))

    @property
    def count_text(self) -> str:
        """How many rows fit: exact up to the cap, ``50 000+`` beyond."""
        if self.total > COUNT_CAP:
            return str(_("%(count)s+ rows") % {"count": _grouped(COUNT_CAP)})
        return ngettext("%(count)s row", "%(count)s rows", self.total) % {"count": _grouped(self.total)}

    @property
    def previous_url(self) -> str:
        return self._url(before=[str(self.objects[0].pk)]) if self._has_previous else ""

    @property
    def next_url(self) -> str:
        return self._url(after=[str(self.objects[-1].pk)]) if self._has_next else ""

    # ---- How it is found

    def _order(self, asked: str) -> str:
        known = {column.sort for column in self.table.columns if column.sort}
        return asked if asked.removeprefix("-") in known else self.table.default_sort

    def _narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for one in self.applied:
            queryset = queryset.filter(one.condition)
        for word in self.term.split()[:MOST_WORDS]:
            queryset = queryset.filter(self._holds(word))
        return queryset

    def _holds(self, word: str) -> Q:
        paths = (self.table.search,) if isinstance(self.table.search, str) else self.table.search
        found = Q()
        for path in filter(None, paths):
            for form in {word, text.fold(word)}:
                found |= Q(**{f"{path}__icontains": form})
        return found

    def _fetch(self, found: QuerySet[Any], asked: QueryDict) -> list[Any]:
        backwards = "before" in asked
        anchor = _anchor(found, asked.get("before" if backwards else "after", ""))
        backwards = backwards and anchor is not None
        size = self.table.page_size
        rows = list(keyset.following(found, self.order, anchor, backwards=backwards)[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        self._has_next = bool(rows) and (backwards or more)
        self._has_previous = bool(rows) and (more if backwards else anchor is not None)
        return rows[::-1] if backwards else rows

    # ---- Pieces

    def _url(self, *, sort: str = "", **where: list[str]) -> str:
        query: dict[str, list[str]] = {"q": [self.term]} if self.term else {}
        for one in self.applied:
            query.update(one.query)
        order = sort or self.order
        if order != self.table.default_sort:
            query["sort"] = [order]
        return "?" + urlencode({**query, **where}, doseq=True)

    def _heading(self, column: Column) -> Heading:
        label, css = str(column.label), _css(column)
        if not column.sort:
            return Heading(label, css, "", "")
        is_sorted = self.order.removeprefix("-") == column.sort
        falling = self.order.startswith("-")
        direction = ("descending" if falling else "ascending") if is_sorted else ""
        other = column.sort if is_sorted and falling else f"-{column.sort}" if is_sorted else column.sort
        return Heading(label, css, direction, self._url(sort=other))

    def _line(self, row: Any, cards: dict[str, str]) -> Line:
        url = self.table.row_url(row)
        cells = tuple(
            Cell(_css(column), cards.get(column.name, ""), column.html(row), url if column.main else "")
            for column in self.columns
        )
        return Line(url, cells)


def _anchor(found: QuerySet[Any], asked: str) -> Model | None:
    if not asked.isascii() or not asked.isdigit() or int(asked[:20]) > keyset.LARGEST:
        return None
    row: Model | None = found.filter(pk=int(asked)).first()
    return row


def _css(column: Column) -> str:
    return f"{column.css} pin main-col".strip() if column.main else column.css


def _cards(columns: tuple[Column, ...]) -> dict[str, str]:
    """Where each column stands on a phone card: as declared, else the main one, the first sum, the first state."""
    cards = {column.name: column.card for column in columns if column.card}
    for place, fits in (
        ("title", lambda column: column.main),
        ("state", lambda column: isinstance(column, State)),
        ("value", lambda column: isinstance(column, Money)),
        ("meta", lambda column: not isinstance(column, Money | State)),
    ):
        free = (column.name for column in columns if column.name not in cards and fits(column))
        name = next(free, "")
        if place not in cards.values() and name:
            cards[name] = place
    return cards


def _grouped(number: int) -> str:
    from babel.numbers import format_decimal

    from roadbook.kit.figures import locale

    return format_decimal(number, locale=locale()).replace("\u202f", "\u00a0")
