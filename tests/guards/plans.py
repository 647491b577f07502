"""Query plans of lists: what a page costs when the book is large, told by the database itself.

A page in an order is quick at any size when the rows come in that order from an index, so that reading stops when the
page is full. SQLite then plans without ``USE TEMP B-TREE FOR ORDER BY``; PostgreSQL without ``Seq Scan`` of the list's
table and without ``Sort`` of more than ``FEW`` rows.

A page of what a filter leaves may be found the same way, by an index that leaves few rows, or, where few rows fit and
no index knows them, by reading the table once: never by sorting more than ``FEW`` rows. SQLite does not say how many it
expects; there a sort is a fault unless an index has chosen the rows. A count stands under a cap.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import QueryDict

from roadbook.kit import lists
from roadbook.kit.lists.pages import COUNT_CAP, ListPage

FEW = 5_000
SAMPLES = {
    "line": ["ова"],
    "number": ["1"],
    "two": ["1", "500000"],
    "day": ["1.11.2026"],
    "days": ["1.10.2026", "24.11.2026"],
    "preset": ["last_30"],
}
Statement = tuple[str, Any]


@dataclass(frozen=True)
class Ask:
    """A list, for a user, with a query as it stands in an address; ``is_filtered`` when it has a condition."""

    table: lists.Table
    user: Any
    query: str
    is_filtered: bool = False

    def __str__(self) -> str:
        return f"{self.table.key}?{self.query} for {self.user}"

    @property
    def db_table(self) -> str:
        return self.table.rows(self.user).model._meta.db_table


def asks(table: lists.Table, user: Any, anchor: int) -> Iterator[Ask]:
    """The first and a deep page of each order, both ways, and the first page of each filter."""
    table.user = user
    sorts = {column.sort for column in table.columns_for(user) if column.sort}
    for path in sorted(sorts | {table.default_sort.removeprefix("-")}):
        for order in (path, f"-{path}"):
            yield Ask(table, user, urlencode({"sort": order}))
            yield Ask(table, user, urlencode({"sort": order, "after": anchor}))
    for group in table.groupable_for(user):
        yield Ask(table, user, urlencode({"group": group.name}))
        yield Ask(table, user, urlencode({"group": group.name, "after": anchor}))
    if table.search:
        yield Ask(table, user, urlencode({"q": "иванов"}), is_filtered=True)
    for one in table.filters_for(user):
        operator = one.operators[0]
        typed = SAMPLES.get(operator.shape) or [str(value) for value, _label in list(one.choices)[:1]]
        yield Ask(table, user, urlencode(one._params(operator, typed)), is_filtered=True)


def statements(ask: Ask) -> list[Statement]:
    """What drawing the page asks the database."""
    found: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    rows = ask.table.rows(ask.user)
    with connection.execute_wrapper(note):
        ListPage(ask.table, rows, QueryDict(ask.query), ask.user)
    return [one for one in found if one[0].startswith(("SELECT", "WITH"))]


def faults(ask: Ask) -> Iterator[str]:
    """What makes the page dear, statement by statement."""
    for sql, params in statements(ask):
        if sql.startswith("SELECT COUNT(*)"):
            if f"LIMIT {COUNT_CAP + 1}" not in sql:
                yield f"{ask}: it counts without a cap: {sql[:200]}"
        elif f'FROM "{ask.db_table}"' in sql:
            yield from (f"{ask}: {fault}" for fault in plan_faults(sql, params, ask))


def plan_faults(sql: str, params: Any, ask: Ask) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            plan = cursor.fetchone()[0]
            plan = json.loads(plan) if isinstance(plan, str) else plan
            return list(_of_node(plan[0]["Plan"], ask))
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return _of_lines(cursor.fetchall(), ask)


def _of_node(node: dict[str, Any], ask: Ask) -> Iterator[str]:
    children = node.get("Plans", [])
    is_scan = node["Node Type"] == "Seq Scan" and node["Relation Name"] == ask.db_table
    if is_scan and not (ask.is_filtered and node["Plan Rows"] <= FEW):
        yield f"Seq Scan on {node['Relation Name']}, {node['Plan Rows']} rows, cost {node['Total Cost']:.0f}"
    if node["Node Type"] == "Sort" and children[0]["Plan Rows"] > FEW:
        yield f"Sort of {children[0]['Plan Rows']} rows by {node['Sort Key']}"
    for child in children:
        yield from _of_node(child, ask)


def _of_lines(lines: list[tuple[int, int, int, str]], ask: Ask) -> list[str]:
    """The page's rows are chosen in a subquery; outside of it a page is sorted, not a table."""
    inner = [number for number, _parent, _unused, detail in lines if detail.startswith("LIST SUBQUERY")]
    chosen = [line for line in lines if line[1] in inner] or lines
    ways = [detail for _number, _parent, _unused, detail in chosen]
    if any("PRIMARY KEY (rowid=?)" in way for way in ways[:1]):  # one row, by its id
        return []
    is_chosen = ask.is_filtered and any(way.startswith("SEARCH") for way in ways)
    return [] if is_chosen else [way for way in ways if way.startswith("USE TEMP B-TREE FOR ORDER BY")]


@contextmanager
def only_by_index() -> Iterator[None]:
    """Inside, PostgreSQL scans and sorts only where no index gives the order: so that a small book tells the same."""
    settings = ("enable_seqscan", "enable_sort")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in settings:
                cursor.execute(f"SET {name} = off")
    try:
        yield
    finally:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for name in settings:
                    cursor.execute(f"RESET {name}")
