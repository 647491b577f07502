"""Paging by the key of the last row seen, not by offset: stable under inserts, and as quick on every page."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import connections
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

M = TypeVar("M", bound=Model)
LARGEST = 2**63 - 1


def following(queryset: QuerySet[M], order: str, anchor: Model | None, *, backwards: bool = False) -> QuerySet[M]:
    """The rows after ``anchor`` in the order of a column (``"-signed_on"``) and then of the id, empty values last.

    With ``backwards`` the rows before it, nearest first. Without an anchor all rows. The direction of the id follows
    that of the column.
    """
    column, down = order.removeprefix("-"), order.startswith("-")
    if anchor is not None:
        queryset = queryset.filter(_beyond(queryset, column, anchor, down=down, backwards=backwards))
    return queryset.order_by(*_ordering(queryset, column, down=down, backwards=backwards))


def page(queryset: QuerySet[M], order: str, anchor: Model | None, size: int, *, backwards: bool = False) -> QuerySet[M]:
    """The first ``size`` of the ``following`` rows.

    SQLite plans without regard to LIMIT: it would begin with a joined table, read every row that fits and sort them.
    There the ids are chosen first, from the index of the order alone, and what is joined is joined to those.
    """
    ordered = following(queryset, order, anchor, backwards=backwards)
    if connections[queryset.db].vendor != "sqlite":
        return ordered[:size]
    column, down = order.removeprefix("-"), order.startswith("-")
    chosen = queryset.filter(pk__in=ordered.values("pk")[:size])
    return chosen.order_by(*_ordering(queryset, column, down=down, backwards=backwards))


def value(row: Any, column: str) -> Any:
    """The value of a column path such as ``client__name`` on a row."""
    for name in column.split("__"):
        row = None if row is None else getattr(row, name)
    return row


def nullable(model: type[Model], column: str) -> bool:
    """Whether the column, or a relation on the way to it, may be empty. An annotation may."""
    current: Any = model
    for name in column.split("__"):
        try:
            field = current._meta.get_field("id" if name == "pk" else name)
        except FieldDoesNotExist:
            return True
        if field.null:
            return True
        current = field.related_model
    return False


def _ordering(queryset: QuerySet[M], column: str, *, down: bool, backwards: bool) -> list[OrderBy]:
    falling = down != backwards
    nulls: dict[str, Any] = {}
    if nullable(queryset.model, column):
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
    first = OrderBy(F(column), descending=falling, **nulls)
    return [first] if column in {"id", "pk"} else [first, OrderBy(F("pk"), descending=falling)]


def _beyond(queryset: QuerySet[M], column: str, anchor: Model, *, down: bool, backwards: bool) -> Q:
    side = "lt" if down != backwards else "gt"
    at = value(anchor, column)
    if column in {"id", "pk"}:
        return Q(**{f"pk__{side}": anchor.pk})
    tie = Q(**{f"pk__{side}": anchor.pk})
    empty = Q(**{f"{column}__isnull": True})
    if at is None:
        return (~empty | tie) if backwards else (empty & tie)
    beside = Q(**{f"{column}__{side}e": at}) & (Q(**{f"{column}__{side}": at}) | tie)
    return beside | empty if nullable(queryset.model, column) and not backwards else beside
