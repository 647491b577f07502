"""One page of a table as the address asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadbook.kit import keyset

from . import grouping, totals
from .asked import Asked
from .bar import Bar
from .columns import Column, phone_cards
from .tables import Table
from .tabs import Tabs

COUNT_CAP = 50_000


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
    edit: str = ""
    edit_url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Line:
    """One row as the page shows it."""

    pk: int
    title: str
    url: str
    cells: tuple[Cell, ...]
    heading: grouping.Heading | None = None


class ListPage:
    """One page of a table: what the address asks, understood, fetched and ready to be drawn.

    Asks the database for the count (up to a cap) and the rows, on later pages also for the row that they follow.
    """

    tabs: Tabs | None = None
    sought = ""
    """Words that the address does not hold, shown to those who just typed them."""

    def __init__(self, table: Table, queryset: QuerySet[Any], asked: QueryDict, user: Any = None) -> None:
        self.table = table
        self.asked = Asked(table, queryset, asked, user)
        self.bar = Bar(self.asked, asked.get("draft", ""))
        found = self.asked.narrow(queryset)
        self.bulk = table.bulk_for(user, queryset.model)
        self.total = counted(found, COUNT_CAP)
        self.objects = self._fetch(found, asked)
        self.columns = tuple(column.among(self.objects) for column in self.asked.shown_columns)

    @property
    def term(self) -> str:
        """What stands in the search box."""
        return self.asked.term or self.sought

    @property
    def problems(self) -> list[str]:
        return self.asked.problems

    @property
    def order(self) -> str:
        return self.asked.order

    @property
    def is_filtered(self) -> bool:
        return self.asked.is_filtered

    @property
    def query(self) -> str:
        """The canonical address of this list, whichever its page."""
        return self.asked.query()

    # ---- What the page shows

    @property
    def total_query(self) -> str | None:
        """What the sums under the list are asked with; None where nothing is added up."""
        has_sums = bool(self.table.key and totals.summed(self.asked.shown_columns))
        return self.asked.query(view="") if has_sums and self.objects else None

    @property
    def is_capped(self) -> bool:
        """Are there so many rows that sums are worth asking for?"""
        return self.total > COUNT_CAP

    @property
    def number_text(self) -> str:
        """The count alone."""
        return number_text(self.total)

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns]

    @property
    def lines(self) -> list[Line]:
        cards = phone_cards(self.columns)
        heads = grouping.headings(self.asked.group, self.objects)
        return [self._line(row, cards, head) for row, head in zip(self.objects, heads, strict=True)]

    @property
    def head_ids(self) -> str:
        """The first row of each group on the page, as the counts of the groups are asked with; empty without groups."""
        heads = grouping.headings(self.asked.group, self.objects)
        return ".".join(str(head.pk) for head in heads if head)

    @property
    def count_text(self) -> str:
        """How many rows fit: exact up to the cap, ``50 000+`` beyond."""
        if self.total > COUNT_CAP:
            return _("%(count)s+ rows") % {"count": _grouped(COUNT_CAP)}
        return ngettext("%(count)s row", "%(count)s rows", self.total) % {"count": _grouped(self.total)}

    @property
    def previous_url(self) -> str:
        return self._url(before=str(self.objects[0].pk)) if self._has_previous else ""

    @property
    def next_url(self) -> str:
        return self._url(after=str(self.objects[-1].pk)) if self._has_next else ""

    # ---- How it is found

    def _fetch(self, found: QuerySet[Any], asked: QueryDict) -> list[Any]:
        backwards = "before" in asked
        anchor = _anchor(found, asked.get("before" if backwards else "after", ""))
        backwards = backwards and anchor is not None
        size = self.table.page_size
        rows = list(keyset.page(found, self.order, anchor, size + 1, backwards=backwards))
        more, rows = len(rows) > size, rows[:size]
        self._has_next = bool(rows) and (backwards or more)
        self._has_previous = bool(rows) and (more if backwards else anchor is not None)
        return rows[::-1] if backwards else rows

    # ---- Pieces

    def _url(self, *, sort: str = "", **where: str) -> str:
        change = {"sort": sort, "group": ""} if sort else {}
        return "?" + urlencode([*self.asked.pairs(**change), *where.items()])

    def _heading(self, column: Column) -> Heading:
        label, css = str(column.label), _css(column)
        if not column.sort:
            return Heading(label, css, "", "")
        is_sorted = self.order.removeprefix("-") == column.sort
        falling = self.order.startswith("-")
        direction = ("descending" if falling else "ascending") if is_sorted else ""
        other = column.sort if is_sorted and falling else f"-{column.sort}" if is_sorted else column.sort
        return Heading(label, css, direction, self._url(sort=other))

    def _line(self, row: Any, cards: dict[str, str], head: grouping.Heading | None) -> Line:
        url = self.table.row_url(row)
        title = next((str(column.of(row)) for column in self.columns if column.main), str(row))
        cells = tuple(
            Cell(
                _css(column),
                cards.get(column.name, ""),
                column.html(row),
                url if column.main else "",
                column.edit,
                self.table.edit_url(row) if column.edit else "",
                str(column.label),
            )
            for column in self.columns
        )
        return Line(row.pk, title, url, cells, head)


def number_text(count: int) -> str:
    """A count up to the cap, and ``50 000+`` beyond."""
    return f"{_grouped(COUNT_CAP)}+" if count > COUNT_CAP else _grouped(count)


def counted(found: QuerySet[Any], cap: int) -> int:
    """How many rows there are; one more than the cap when there are more than that."""
    return found.order_by().values("pk")[: cap + 1].count()


def _anchor(found: QuerySet[Any], asked: str) -> Model | None:
    if not asked.isascii() or not asked.isdigit() or int(asked[:20]) > keyset.LARGEST:
        return None
    row: Model | None = found.filter(pk=int(asked)).first()
    return row


def _css(column: Column) -> str:
    return f"{column.css} pin main-col".strip() if column.main else column.css


def _grouped(number: int) -> str:
    from babel.numbers import format_decimal

    from roadbook.kit.figures import locale

    return format_decimal(number, locale=locale()).replace("\u202f", "\u00a0")
