"""Writing a book: make its models by actions, take them back, and write every contract as a copy of one of them."""

from __future__ import annotations

import json
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from multiprocessing.pool import AsyncResult
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from roadbook.apps.organisation.actions import next_number
from roadbook.apps.organisation.models import Company, NumberSeries
from roadbook.kit import crypto
from roadbook.kit.crypto import EncryptedTextField
from roadbook.kit.models import AuditEntry, AuditValues

from . import engines, forms, life
from .patterns import (
    FIRST_ID,
    FIRST_NUMBER,
    HASH,
    PER_SERIES,
    PER_TABLE,
    Cell,
    Finder,
    Group,
    Kind,
    Piece,
    Row,
    grouped,
)
from .shapes import TODAY, shape
from .words import MODELS, words

SHAPES = 50
CHUNK, AHEAD = 1_000, 64  # contracts whose words are spelt together, and so many times as many ahead of their insertion
Spelt = tuple[Any, ...]
# How far each day has come is the company's, not a contract's.
NOT_COPIED = frozenset({"kit_dayrun", "kit_dayrange"})


@dataclass(frozen=True)
class Book:
    """What was written: contracts, and rows by table."""

    contracts: int
    shapes: int
    rows: dict[str, int]


@dataclass
class _Work:
    """What is known while a book is written; ``count`` of models, ``base`` the last id before the book, by table."""

    contracts: int
    shapes: int
    base: dict[str, int]
    count: dict[str, int]
    steps: dict[str, int]
    columns: list[str]

    @property
    def copies(self) -> int:
        return self.contracts // self.shapes


def write(contracts: int, *, shapes: int = SHAPES, in_bulk: bool = True) -> Book:
    """Write a book of so many contracts into a database without companies; a multiple of ``shapes``.

    ``in_bulk`` takes the indexes down meanwhile; it must not run inside a transaction.

    :raises ValueError: the number is no multiple, or there is a company.
    """
    if contracts % shapes or shapes % 10 or not 0 < shapes <= 100:
        raise ValueError(f"{contracts} contracts are not made of {shapes} shapes")
    if Company.objects.exists():
        raise ValueError("there are companies in this database already")
    tables = [table for table in _tables() if table not in NOT_COPIED]
    places = life.open_places()
    series = _series(places)
    base = engines.last_ids(_keyed(tables))
    columns = forms.spelt_always(life.deals(range(shapes), shapes), json=not engines.is_postgres())
    with _spelling(contracts, shapes, columns, at_once=in_bulk) as spelt:
        groups, count, steps = _models(places, shapes, tables, series)
        work = _Work(contracts, shapes, base, count, steps, _known(groups, columns))
        bare = engines.bare([table for table in tables if table in count]) if in_bulk else nullcontext()
        with engines.hashing(), bare, transaction.atomic():
            _copy(work, groups, spelt, at_once=in_bulk)
    for table in _keyed(tables):
        engines.go_on_from(table, base[table] + count.get(table, 0) * work.copies)
    _settle(work, series)
    return Book(contracts, shapes, {table: n * work.copies for table, n in count.items()})


def _tables() -> dict[str, type[models.Model]]:
    """Every table of the house, those first to which others point."""
    own = [one for one in apps.get_models() if one.__module__.startswith("roadbook.")]
    return {one._meta.db_table: one for one in own}


def _keyed(tables: list[str]) -> list[str]:
    known = _tables()
    return [table for table in tables if isinstance(known[table]._meta.pk, models.AutoField)]


def _series(places: list[life.Place]) -> dict[str, NumberSeries]:
    """The series of each company and kind, made, and back at their beginning."""
    found = {}
    for place in places:
        for kind in life.SERIES:
            with transaction.atomic():
                next_number(company=place.company, kind=kind, on=TODAY)
            row = NumberSeries.objects.get(company=place.company, kind=kind, year=TODAY.year)
            found[f"{place.number}:{kind}"] = row
    NumberSeries.objects.update(next=1)
    return found


def _models(
    places: list[life.Place], shapes: int, tables: list[str], series: dict[str, NumberSeries]
) -> tuple[list[Group], dict[str, int], dict[str, int]]:
    """Make one contract of each shape by actions, cut its rows into pieces, and take everything back."""
    deals = life.deals(range(MODELS, MODELS + shapes), shapes)
    finder = Finder(tables, list(series))
    finder.learn(deals)
    keyed = _keyed(tables)
    last = engines.last_ids(keyed)
    try:
        with transaction.atomic():
            for at, table in enumerate(tables):
                if table in last:
                    engines.go_on_from(table, FIRST_ID + at * PER_TABLE - 1)
            for at, row in enumerate(series.values()):
                NumberSeries.objects.filter(pk=row.pk).update(next=FIRST_NUMBER + at * PER_SERIES)
            life.live(places, deals)
            groups, count = _cut(finder, tables)
            steps = {
                code: NumberSeries.objects.get(pk=row.pk).next - FIRST_NUMBER - at * PER_SERIES
                for at, (code, row) in enumerate(series.items())
            }
            transaction.set_rollback(True)
    finally:
        for table, pk in last.items():
            engines.go_on_from(table, pk)
    return groups, count, steps


def _cut(finder: Finder, tables: list[str]) -> tuple[list[Group], dict[str, int]]:
    groups, count = [], {}
    personal = _personal_values()
    for table in tables:
        model = _tables()[table]
        found = engines.raw(model, FIRST_ID)
        if found:
            count[table] = len(found)
            groups += grouped(table, found, _cutter(finder, model, personal))
    return groups, count


def _personal_values() -> dict[int, str]:
    """The text whose SHA-256 an audit entry holds, by entry."""
    found = AuditValues.objects.filter(pk__gte=FIRST_ID).values_list("pk", "values")
    return {pk: json.dumps(values, sort_keys=True, ensure_ascii=False) for pk, values in found}


def _cutter(finder: Finder, model: type[models.Model], personal: dict[int, str]) -> Callable[[Row], list[Cell | None]]:
    fields = model._meta.concrete_fields
    key = fields.index(model._meta.pk)

    def cut(row: Row) -> list[Cell | None]:
        return [
            _cell(finder, field, value, personal.get(row[key], "")) for field, value in zip(fields, row, strict=True)
        ]

    return cut


def _cell(finder: Finder, field: Any, value: Any, personal: str) -> Cell | None:
    if value and isinstance(field, EncryptedTextField):
        cell = finder.cell(field.column, crypto.decrypt(value))
        return cell and tuple(_enciphered(piece) for piece in cell)
    if value and field is AuditEntry._meta.get_field("values_sha256"):
        cell = finder.cell(field.column, personal)
        return cell and (Piece(HASH, ""), *cell)
    return finder.cell(field.column, value)


def _enciphered(piece: Piece) -> Piece:
    if piece.kind.what != "word" or not piece.kind.of.endswith("_same"):
        raise ValueError(f"an encrypted column holds {piece}: only whole words can be made again")
    return Piece(Kind("word", piece.kind.of.replace("_same", "_cipher")), piece.value)


def _known(groups: list[Group], columns: list[str]) -> list[str]:
    """The columns that are spelt.

    :raises ValueError: a row needs another.
    """
    kinds = (kind for one in groups for cell in one.signature if cell for kind in cell)
    if missing := {kind.of for kind in kinds if kind.what == "word"} - set(columns):
        raise ValueError(f"rows hold words in spellings that are not spelt: {sorted(missing)}")
    return columns


def _copy(work: _Work, groups: list[Group], spelt: Iterator[Spelt], *, at_once: bool) -> None:
    """The rows without words need no wait for these to be spelt. The largest groups come first."""
    groups = sorted(groups, key=lambda one: -len(one.rows))
    wordless = deque(one for one in groups if one.shapes[0] is None)
    with engines.beside(lambda: _insert_all(work, wordless), at_once=at_once):
        text = "".join(f", {name} text" for name in work.columns)
        engines.execute(f"CREATE TEMPORARY TABLE book_deal (i integer PRIMARY KEY{text})")
        engines.fill("book_deal", ["i", *work.columns], spelt)
        _insert_all(work, deque(one for one in groups if one.shapes[0] is not None))
        _insert_all(work, wordless)
        engines.execute("DROP TABLE book_deal")


def _insert_all(work: _Work, groups: deque[Group]) -> None:
    """Take groups until none is left; two connections may take from the same."""
    engines.execute("CREATE TEMPORARY TABLE book_copy (k integer PRIMARY KEY)")
    engines.fill("book_copy", ["k"], ([k] for k in range(work.copies)))
    while groups:
        try:
            group = groups.popleft()
        except IndexError:  # the other connection took the last
            break
        _insert(work, group)
    engines.execute("DROP TABLE book_copy")


@contextmanager
def _spelling(contracts: int, shapes: int, columns: list[str], *, at_once: bool) -> Iterator[Iterator[Spelt]]:
    """The words of every contract in every spelling; ``at_once`` in another process, begun before they are asked for.

    It is forked while this process has one thread, and touches no database.
    """
    starts = iter(range(0, contracts, CHUNK))
    chunk = partial(_spelt, shapes, contracts, columns)
    if not at_once or contracts <= CHUNK:
        yield chain.from_iterable(map(chunk, starts))
        return
    with multiprocessing.get_context("fork").Pool(1) as pool:
        begun = deque(pool.apply_async(chunk, [start]) for start in islice(starts, AHEAD))
        yield _in_order(begun, (pool.apply_async(chunk, [start]) for start in starts))


def _in_order(begun: deque[AsyncResult[list[Spelt]]], more: Iterator[AsyncResult[list[Spelt]]]) -> Iterator[Spelt]:
    """The rows of the chunks that are begun; for each that is ready one more is begun, so that memory is bounded."""
    while begun:
        rows = begun.popleft().get()
        begun.extend(islice(more, 1))
        yield from rows


def _spelt(shapes: int, contracts: int, columns: list[str], start: int) -> list[Spelt]:
    """The rows of a chunk of contracts, each with its number first."""
    spellers = [forms.speller(name) for name in columns]
    rows = []
    for i in range(start, min(start + CHUNK, contracts)):
        one = shape(i % shapes)
        deal = life.Deal(one, words(one, i))
        rows.append((i, *(spell(deal) for spell in spellers)))
    return rows


def _insert(work: _Work, group: Group) -> None:
    """One INSERT ... SELECT: the models of the group, times the copies, with the words of each copy's contract."""
    fields = _tables()[group.table]._meta.concrete_fields
    names, types, values, made = [], [], [], []
    for at, (field, kinds) in enumerate(zip(fields, group.signature, strict=True)):
        column = [row[at] for row in group.rows]
        kind = field.db_type(connection) if engines.is_postgres() else ""
        if kinds is None:
            names.append(f"c{at}")
            types.append(field.rel_db_type(connection) if kind in {"bigserial", "serial"} else kind)
            values.append(column)
            made.append(f"m.c{at}")
            continue
        parts = []
        for place, piece in enumerate(kinds):
            name = f"c{at}_{place}"
            if piece == HASH:
                continue
            parts.append(_part(work, piece, f"m.{name}", alone=len(kinds) == 1))
            if piece.what != "word":
                names.append(name)
                types.append("text" if piece.what == "text" else "bigint")
                values.append([cell[place] for cell in column])
        made.append(_joined(parts, kind, is_hashed=kinds[0] == HASH))
    model = "book_model"
    _fill_models(model, names, types, values, group.shapes)
    columns = ", ".join(f'"{one.column}"' for one in fields)
    deal = f"JOIN book_deal d ON d.i = c.k * {work.shapes} + m.p" if group.shapes[0] is not None else ""
    deal = deal if engines.is_postgres() else deal.replace("JOIN", "CROSS JOIN")
    source = f"book_copy c CROSS JOIN {model} m {deal}"
    engines.execute(f'INSERT INTO "{group.table}" ({columns}) SELECT {", ".join(made)} FROM {source}')
    engines.execute(f"DROP TABLE {model}")


def _part(work: _Work, piece: Kind, name: str, *, alone: bool) -> str:
    if piece.what == "text":
        return name
    if piece.what == "word":
        return f"d.{piece.of}"
    if piece.what == "number":
        return engines.padded(f"1 + {name} + c.k * {work.steps[piece.of]}")
    row = f"{work.base.get(piece.of, 0) + 1} + {name} + c.k * {work.count[piece.of]}"
    return row if alone else engines.as_text(row)


def _joined(parts: list[str], kind: str, *, is_hashed: bool) -> str:
    joined = " || ".join(parts)
    if is_hashed:
        return engines.hashed(joined)
    if not engines.is_postgres() or kind in {"bigserial", "bigint", "integer", "text"}:
        return joined
    return f"({joined})::{kind}"


def _fill_models(model: str, names: list[str], types: list[str], values: list[list[Any]], shapes: list[Any]) -> None:
    declared = ", ".join(f"{name} {kind}" for name, kind in zip(["p", *names], ["integer", *types], strict=True))
    engines.execute(f"CREATE TEMPORARY TABLE {model} ({declared})")
    engines.fill(model, ["p", *names], zip(shapes, *values, strict=True))


def _settle(work: _Work, series: dict[str, NumberSeries]) -> None:
    """Companies stand at the last date, series after the last number that the book took."""
    Company.objects.update(business_date=TODAY)
    for code, row in series.items():
        NumberSeries.objects.filter(pk=row.pk).update(next=1 + work.steps[code] * work.copies)
