"""Looking through folded text, newest first, in bounded time however many rows there are and however many fit.

A word that many rows have is found among the newest rows at once; a word that few rows have is found by the trigram
index. Neither way alone is quick for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

NEWEST = 2_000
CANDIDATES = 1_000  # rows that are asked for by their ids at once
FITTING = 50_000  # ids of fitting rows that are gathered at most; a smaller bound tempts PostgreSQL to read the table
OF_ONE_VALUE = 2_000
INDEXED = 3  # letters that a trigram has

Spellings = Sequence[str]


def newest_of(rows: QuerySet[Any], limit: int, **value: Any) -> list[Any]:
    """The newest rows of a value, for an index of it and the id.

    They are looked for among its newest ``OF_ONE_VALUE`` rows, whoever may see them: of an amount that everybody pays
    nobody wants the oldest.
    """
    newest = rows.model._base_manager.filter(**value).order_by("-pk").values("pk")[:OF_ONE_VALUE]
    return list(rows.filter(pk__in=newest).order_by("-pk")[:limit])


def newest_first(rows: QuerySet[Any], condition: Q, limit: int) -> list[Any]:
    """The newest rows that fit, for a condition that an index serves: the fitting ones are gathered, then sorted."""
    fitting = rows.filter(condition).order_by().values_list("pk", flat=True)[:FITTING]
    chosen = sorted(fitting, reverse=True)[:limit]
    return list(rows.filter(pk__in=chosen).order_by("-pk")) if chosen else []


def look(rows: QuerySet[Any], words: Iterable[Spellings], limit: int, column: str = "search_text") -> list[Any]:
    """The newest rows whose text holds every word, each in one of its spellings.

    On PostgreSQL words of one or two letters are looked for among the newest rows only: its index has none for them.
    """
    spelt = [tuple(dict.fromkeys(one for one in word if one)) for word in words]
    if not spelt or not all(spelt):
        return []
    condition = _holds(column, spelt)
    found = list(_newest(rows, column).filter(_holds("read", spelt)).order_by("-pk")[:limit])
    if connection.vendor != "postgresql":
        return found if len(found) == limit else _read_through(rows, condition, limit)
    is_indexed = any(all(len(one) >= INDEXED for one in word) for word in spelt)
    return found if len(found) == limit or not is_indexed else newest_first(rows, condition, limit)


def _holds(column: str, spelt: Sequence[Spellings]) -> Q:
    condition = Q()
    for word in spelt:
        condition &= Q(*((f"{column}__holds", one) for one in word), _connector=Q.OR)
    return condition


def _read_through(rows: QuerySet[Any], condition: Q, limit: int) -> list[Any]:
    """The same by reading the text of every row, whoever may see it: no other column, so that its index will do."""
    fitting = sorted(rows.model._base_manager.filter(condition).values_list("pk", flat=True), reverse=True)
    found: list[Any] = []
    for start in range(0, len(fitting), CANDIDATES):
        chunk = fitting[start : start + CANDIDATES]
        found += rows.filter(pk__in=chunk).order_by("-pk")[: limit - len(found)]
        if len(found) == limit:
            break
    return found


def _newest(rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    """The newest rows of those, by the id from which they reach; ``read`` is the column as no index knows it."""
    floor = list(rows.order_by("-pk").values_list("pk", flat=True)[NEWEST : NEWEST + 1])
    read: QuerySet[Any] = rows.alias(read=Concat(column, Value(""), output_field=TextField()))
    return read.filter(pk__gt=floor[0]) if floor else read
