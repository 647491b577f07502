"""What an address asks of a list: search, filters and order, understood; nothing in it can raise."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from roadbook.kit import keyset, text

from .filters import one_line
from .tables import Table

MOST_WORDS = 6


class Asked:
    """The address understood. What could not be read is among ``problems``; then no row fits."""

    def __init__(self, table: Table, queryset: QuerySet[Any], asked: QueryDict, user: Any = None) -> None:
        self.table = table
        table.user = user
        self.columns = table.columns_for(user)
        self.term, problem = one_line(asked.get("q", ""))
        self.applied = [one.read(asked, queryset) for one in table.filters_for(user)]
        self.problems = [text for text in (problem, *(one.problem for one in self.applied)) if text]
        self.order = self._order(asked.get("sort", ""))

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that fit."""
        if self.problems:
            return queryset.none()
        for one in self.applied:
            queryset = queryset.filter(one.condition)
        for word in self.term.split()[:MOST_WORDS]:
            queryset = queryset.filter(self._holds(word))
        return queryset

    def query(self, *, sort: str = "", **where: list[str]) -> str:
        """The canonical address of this state, without the question mark."""
        query: dict[str, list[str]] = {"q": [self.term]} if self.term else {}
        for one in self.applied:
            query.update(one.query)
        order = sort or self.order
        if order != self.table.default_sort:
            query["sort"] = [order]
        return urlencode({**query, **where}, doseq=True)

    def _order(self, asked: str) -> str:
        known = {column.sort for column in self.columns if column.sort}
        return asked if asked.removeprefix("-") in known else self.table.default_sort

    def _holds(self, word: str) -> Q:
        paths = (self.table.search,) if isinstance(self.table.search, str) else self.table.search
        found = Q()
        for path in filter(None, paths):
            for form in {word, text.fold(word)}:
                found |= Q(**{f"{path}__icontains": form})
        return found


def narrowed(table: Table, user: Any, query: str) -> QuerySet[Any]:
    """All rows that a list shows at this address (without its ``?``), in its order: pages and columns do not matter.

    An address that cannot be read narrows to nothing.
    """
    rows = table.rows(user)
    asked = Asked(table, rows, QueryDict(query), user)
    return keyset.following(asked.narrow(rows), asked.order, None)
