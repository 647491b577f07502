"""Are two books the same but for their ids and numbers? Each row is known by what it says and by what it points to."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import models

from benchmarks.books import engines
from roadbook.kit import crypto
from roadbook.kit.crypto import EncryptedTextField

FIRST_ID, PER_TABLE = 6_000_000_000_000, 1_000_000_000
MENTION = re.compile(r"(?<!\d)6\d{12}(?!\d)|\b[A-Za-z]-2026-\d{5,}\b")
# The days of a company, and what differs in every run: salted passwords, the instants of founding.
LEFT_OUT = frozenset({"kit_dayrun", "kit_dayrange"})
RANDOM = frozenset({"identity_user.password", "identity_user.created_at", "identity_assignment.created_at"})
ROUNDS = 8
Node = tuple[str, str]


def tables() -> dict[str, type[models.Model]]:
    own = (one for one in apps.get_models() if one.__module__.startswith("roadbook."))
    return {one._meta.db_table: one for one in own if one._meta.db_table not in LEFT_OUT}


@contextmanager
def ids_apart() -> Iterator[None]:
    """Inside, the ids of each table are like no other number, so that every mention of a row can be recognised."""
    keyed = [name for name, model in tables().items() if isinstance(model._meta.pk, models.AutoField)]
    before = engines.last_ids(keyed)
    for at, table in enumerate(keyed):
        engines.go_on_from(table, FIRST_ID + at * PER_TABLE)
    try:
        yield
    finally:
        for table, last in before.items():
            engines.go_on_from(table, last)


def rows_by_meaning() -> dict[str, Counter[str]]:
    """The rows of each table, each as a digest of what it says and of all that it leads to."""
    said, mentioned = _read()
    colours = {node: _digest(*parts) for node, parts in said.items()}
    whose: defaultdict[Node, list[str]] = defaultdict(list)
    for node, others in mentioned.items():
        for other in others:
            whose[other].append(colours[node])
    numbers = {node: _digest(*sorted(found)) for node, found in whose.items() if node not in said}
    for _round in range(ROUNDS):
        known = {**numbers, **colours}
        colours = {node: _digest(*said[node], *(known[one] for one in mentioned[node])) for node in said}
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for node, colour in colours.items():
        found[node[0]][colour] += 1
    return dict(found)


def texts() -> dict[str, Counter[tuple[str, ...]]]:
    """The rows of each table without their ids and numbers, to see what differs."""
    said, _mentioned = _read()
    found: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for (table, _key), parts in said.items():
        found[table][parts] += 1
    return dict(found)


def _read() -> tuple[dict[Node, tuple[str, ...]], dict[Node, list[Node]]]:
    """What each row says, and which rows and numbers it mentions. A number belongs to the company of the row."""
    said: dict[Node, tuple[str, ...]] = {}
    mentions: dict[Node, list[str]] = {}
    for table, model in tables().items():
        for row in engines.raw(model, 0):
            node, parts, found = _row(table, model, row)
            said[node], mentions[node] = parts, found
    by_id = {key: (table, key) for table, key in said}
    companies: dict[Node, str] = {}

    def company(node: Node) -> str:
        if node not in companies:
            companies[node] = ""
            rows = [by_id[one] for one in mentions[node] if one in by_id]
            own = [one[1] for one in rows if one[0] == "organisation_company"]
            companies[node] = own[0] if own else next(filter(None, map(company, rows)), "")
        return companies[node]

    return said, {
        node: [by_id.get(one) or (company(node), one.upper()) for one in found] for node, found in mentions.items()
    }


def _row(table: str, model: type[models.Model], row: tuple[Any, ...]) -> tuple[Node, tuple[str, ...], list[str]]:
    key, parts, others = "", [], []
    for field, value in zip(model._meta.concrete_fields, row, strict=True):
        if field.primary_key:
            key = str(value)
            if isinstance(field, models.AutoField):
                continue
            key = f"{table}:{key}"
        text = str(value)
        if f"{table}.{field.column}" in RANDOM:
            text = "random"
        elif value and isinstance(field, EncryptedTextField):
            text = crypto.decrypt(text)
        others += MENTION.findall(text)
        parts.append(MENTION.sub("§", text))
    return (table, key), tuple(parts), others


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()
