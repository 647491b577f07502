"""The sums under a list: over everything that fits, currency by currency, whichever page is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db.models import F, Sum
from django.db.models.expressions import Combinable

from roadbook.kit import money

from .asked import Asked
from .columns import DIM_DASH, Column, Money, phone_cards
from .tables import Table


@dataclass(frozen=True)
class TotalCell:
    """A sum, or nothing; on a phone ``label`` says of what, except for the amount that stands on every card."""

    css: str
    text: str
    label: str = ""


@dataclass(frozen=True)
class TotalLine:
    """The sums of one currency; ``cells`` stand under the columns as they are shown."""

    currency: str
    cells: Sequence[TotalCell]


def summed(columns: Sequence[Column]) -> list[Money]:
    """The columns that are added up."""
    return [column for column in columns if isinstance(column, Money) and column.total_paths]


def lines(table: Table, asked: Asked, user: Any) -> list[TotalLine]:
    """One statement for each path to a currency among the columns that are shown."""
    shown = asked.shown_columns
    found = asked.narrow(table.rows(user)).order_by()
    sums: dict[str, dict[str, int]] = {}
    for path in dict.fromkeys(column.currency for column in summed(shown)):
        of_path = [column for column in summed(shown) if column.currency == path]
        added = {f"total_{at}": Sum(_added(column)) for at, column in enumerate(of_path)}
        for row in found.values(path).annotate(**added):
            by_column = sums.setdefault(row[path] or "", {})
            by_column.update({column.name: row[f"total_{at}"] or 0 for at, column in enumerate(of_path)})
    return [TotalLine(code, _cells(shown, by_column, code)) for code, by_column in sorted(sums.items()) if code]


def _amount(minor: int, code: str) -> str:
    return money.format_money(minor, code, symbol=False) if minor else DIM_DASH


def _added(column: Money) -> Combinable:
    return reduce(add, (F(path) for path in column.total_paths))


def _cells(columns: Sequence[Column], sums: dict[str, int], code: str) -> list[TotalCell]:
    cards = phone_cards(columns)
    return [
        TotalCell("num", _amount(sums[one.name], code), "" if cards.get(one.name) == "value" else str(one.label))
        if one.name in sums
        else TotalCell("", "")
        for one in columns
    ]
