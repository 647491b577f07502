"""What an address asks of a list: search, conditions, order, columns, understood; nothing in it can raise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from roadbook.kit import keyset, text

from . import address
from .columns import Column
from .filters import Ground, Unreadable, one_line
from .tables import Table

MOST_WORDS = 6
MOST_IDS = 500
ALL = "all"
TOO_MUCH = "too.much"
"""What stands in for an address with more parameters than the server reads; it is no parameter of any list."""


class Asked:
    """The address understood. What could not be read is among ``problems``; then no row fits."""

    def __init__(self, table: Table, queryset: QuerySet[Any], asked: QueryDict, user: Any = None) -> None:
        self.table = table
        table.user = user
        self.columns = table.columns_for(user)
        self.filters = table.filters_for(user)
        self.ground = Ground(queryset.model, lambda: table.today(user))
        self.term, unreadable = _term(asked.get("q", ""))
        self.wanted = address.read(asked, self.filters, self.ground)
        self.ids, unknown = ids_of(asked.get("ids", ""))
        self.groups = table.groupable_for(user)
        self.group = next((one for one in self.groups if one.name == asked.get("group", "")), None)
        self.sort = "" if self.group else self._sort(asked.get("sort", ""))
        self.cols = self._cols(asked.get("cols", ""))
        self.view = _view(asked.get("view", ""))
        too_much = _("This address asks for too much.") if TOO_MUCH in asked else ""
        self.own_problems = [one for one in (too_much, unreadable, unknown, *self.wanted.problems) if one]

    @property
    def order(self) -> str:
        """The path that rows are ordered by: that of their groups, of a column, or the usual one."""
        return self.group.order if self.group else self.sort

    @property
    def problems(self) -> list[str]:
        of_conditions = [f"{one.filter.label}: {one.problem}" for one in self.wanted.conditions if one.problem]
        return [*self.own_problems, *of_conditions]

    @cached_property
    def shown_columns(self) -> tuple[Column, ...]:
        """The chosen columns in the chosen order; the one that leads to the record is always there."""
        by_name = {column.name: column for column in self.columns}
        if not self.cols:
            return tuple(column for column in self.columns if column.shown)
        chosen = [by_name[name] for name in self.cols]
        main = [column for column in self.columns if column.main and column not in chosen]
        return (*main, *chosen)

    @property
    def is_filtered(self) -> bool:
        return bool(self.term or self.ids or self.problems or self.wanted.conditions)

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that fit."""
        if self.problems:
            return queryset.none()
        if self.wanted.conditions:
            queryset = queryset.filter(self.wanted.q)
        if self.ids:
            queryset = queryset.filter(pk__in=self.ids)
        for word in self.term.split()[:MOST_WORDS]:
            queryset = queryset.filter(self._holds(word))
        return queryset

    def pairs(self, **changes: Any) -> address.Pairs:
        """The canonical address, parameter by parameter. ``changes``: term, wanted, ids, sort, group, cols, view."""
        asked = {
            "term": self.term,
            "wanted": self.wanted,
            "ids": self.ids,
            "sort": self.sort,
            "group": self.group.name if self.group else "",
            "cols": self.cols,
            "view": self.view,
            **changes,
        }
        sort = asked["sort"] if asked["sort"] != self.table.default_sort else ""
        ids, cols = ".".join(map(str, asked["ids"])), ".".join(asked["cols"])
        after = (("ids", ids), ("sort", sort), ("group", asked["group"]), ("cols", cols), ("view", asked["view"]))
        head = [("q", asked["term"])] if asked["term"] else []
        return [*head, *asked["wanted"].pairs, *((name, value) for name, value in after if value)]

    def query(self, **changes: Any) -> str:
        """The canonical address without its question mark."""
        return urlencode(self.pairs(**changes))

    @property
    def content(self) -> str:
        """The address without the view it may be called by: what a saved view keeps."""
        return self.query(view="")

    # ---- Reading

    def _sort(self, asked: str) -> str:
        known = {column.sort for column in self.columns if column.sort}
        return asked if asked.removeprefix("-") in known else self.table.default_sort

    def _cols(self, asked: str) -> tuple[str, ...]:
        known = {column.name for column in self.columns}
        named = dict.fromkeys(name for name in asked.split(".")[: 2 * len(known)] if name in known)
        return tuple(named)

    def _holds(self, word: str) -> Q:
        paths = (self.table.search,) if isinstance(self.table.search, str) else self.table.search
        found = Q()
        for path in filter(None, paths):
            for form in {word, text.fold(word)}:
                found |= Q(**{f"{path}__icontains": form})
        return found


def parameters(query: str) -> QueryDict:
    """The parameters of an address, whatever it holds: one beyond measure is marked as such."""
    try:
        return QueryDict(query)
    except TooManyFieldsSent:
        return QueryDict(f"{TOO_MUCH}=1")


def narrowed(table: Table, user: Any, query: str) -> QuerySet[Any]:
    """All rows that a list shows at this address (without its ``?``), in its order: pages and columns do not matter.

    An address that cannot be read narrows to nothing.
    """
    rows = table.rows(user)
    asked = Asked(table, rows, parameters(query), user)
    return keyset.following(asked.narrow(rows), asked.order, None)


def _term(typed: str) -> tuple[str, str]:
    try:
        return one_line(typed), ""
    except Unreadable as error:
        return "", str(error)


def ids_of(typed: str) -> tuple[Sequence[int], str]:
    """The ids of ``1.2.3``; what cannot be read is told."""
    if not typed:
        return (), ""
    parts = typed.split(".")
    if len(parts) > MOST_IDS or not all(one.isascii() and one.isdigit() and len(one) <= 18 for one in parts):  # noqa: PLR2004 - fits 63 bits
        return (), _("This selection cannot be read.")
    return tuple(dict.fromkeys(map(int, parts))), ""


def _view(typed: str) -> str:
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= 18  # noqa: PLR2004 - fits 63 bits
    return typed if is_number or typed == ALL else ""
