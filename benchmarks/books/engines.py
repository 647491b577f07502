"""What differs between SQLite and PostgreSQL when a book is written: casts, temporary tables, indexes, sequences."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, models, transaction

DIGITS = 5
WORK_MEMORY = "512MB"


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def execute(statement: str, parameters: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def rows(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def scalar(statement: str) -> Any:
    return rows(statement)[0][0]


def raw(model: type[models.Model], first: int) -> list[tuple[Any, ...]]:
    """The rows from an id on as the database spells them: what may be an id as a number, all else as text."""
    table, key = model._meta.db_table, model._meta.pk.column
    names = (_spelt(field) for field in model._meta.concrete_fields)
    return rows(f'SELECT {", ".join(names)} FROM "{table}" WHERE "{key}" >= {first} ORDER BY "{key}"')


def _spelt(field: Any) -> str:
    is_id = isinstance(field, models.AutoField | models.BigIntegerField | models.ForeignKey)
    return f'"{field.column}"' if is_id else f'CAST("{field.column}" AS text)'


def as_text(expression: str) -> str:
    return f"({expression})::text" if is_postgres() else f"({expression})"


def padded(expression: str) -> str:
    """A number of a series as it is written: five digits or more."""
    if is_postgres():
        return f"lpad(({expression})::text, greatest({DIGITS}, length(({expression})::text)), '0')"
    return f"printf('%%0{DIGITS}d', {expression})"


def hashed(expression: str) -> str:
    """SHA-256 of a text in hex."""
    return f"encode(sha256(convert_to({expression}, 'UTF8')), 'hex')" if is_postgres() else f"sha256hex({expression})"


def fill(table: str, columns: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    """Put the values into a temporary table that is there already."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if is_postgres():
            with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            cursor.execute(f"ANALYZE {table}")
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)


def last_ids(tables: Iterable[str]) -> dict[str, int]:
    """The id that each table gave last; 0 where it gave none."""
    return {table: _last_id(table) for table in tables}


def _last_id(table: str) -> int:
    if is_postgres():
        sequence = scalar(f"SELECT pg_get_serial_sequence('\"{table}\"', 'id')")
        return int(scalar(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"))
    found = rows("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    return int(found[0][0]) if found else 0


def go_on_from(table: str, last: int) -> None:
    """The next row gets the id after ``last``."""
    if is_postgres():
        execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), {max(last, 1)}, {str(last > 0).lower()})")
    elif rows("SELECT 1 FROM sqlite_sequence WHERE name = %s", [table]):
        execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last, table])
    else:
        execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])


@contextmanager
def hashing() -> Iterator[None]:
    """Give SQLite the hash function that PostgreSQL has."""
    if not is_postgres():
        connection.ensure_connection()
        connection.connection.create_function(
            "sha256hex", 1, lambda text: hashlib.sha256(text.encode()).hexdigest(), deterministic=True
        )
    yield


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """Inside, the tables have no indexes but their keys, and foreign keys are not asked: it is all built at the end.

    Must not run inside a transaction.
    """
    with _postgres(tables) if is_postgres() else _sqlite(tables):
        yield


# Without a journal every page is written once; a book that breaks off is no book, and is thrown away.
SQLITE_HURRY = (
    "foreign_keys = OFF",
    "synchronous = OFF",
    "journal_mode = OFF",
    "cache_size = -400000",
    "temp_store = MEMORY",
    "analysis_limit = 1000",
)


@contextmanager
def _sqlite(tables: Sequence[str]) -> Iterator[None]:
    marks = ", ".join(["%s"] * len(tables))
    indexes = rows(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",
        tables,
    )
    journal = scalar("PRAGMA journal_mode")
    for pragma in SQLITE_HURRY:
        execute(f"PRAGMA {pragma}")
    for name, _sql in indexes:
        execute(f'DROP INDEX "{name}"')
    try:
        yield
    finally:
        for _name, sql in indexes:
            execute(sql.replace("%", "%%"))
        execute("ANALYZE")
        for pragma in (f"journal_mode = {journal}", "foreign_keys = ON", "synchronous = NORMAL", "cache_size = -2000"):
            execute(f"PRAGMA {pragma}")


@contextmanager
def _postgres(tables: Sequence[str]) -> Iterator[None]:
    """Keys go, too: to keep one costs three times what its rows cost. Foreign keys are asked when all is there."""
    foreign = _constraints("c.contype = 'f' AND c.confrelid = ANY(%s::regclass[])", tables)
    keys = _constraints("c.contype IN ('p', 'u') AND c.conrelid = ANY(%s::regclass[])", tables)
    indexes = rows(
        "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = current_schema()"
        " AND i.tablename = ANY(%s) AND NOT EXISTS"
        " (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname AND c.contype IN ('p', 'u'))"
        " ORDER BY i.indexdef LIKE '%%USING gin%%' DESC, i.indexname",
        [list(tables)],
    )
    _hurry()
    for table, name, _definition in [*foreign, *keys]:
        execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        execute(f'DROP INDEX "{name}"')
    try:
        yield
    finally:
        _both([definition.replace("%", "%%") for _name, definition in indexes])
        _both([_added(*key) for key in keys])
        _both([f'ANALYZE "{table}"' for table in tables])
        for key in foreign:
            execute(_added(*key))
        for setting in HURRY:
            execute(f"RESET {setting}")


def _constraints(condition: str, tables: Sequence[str]) -> list[tuple[Any, ...]]:
    """Table, name and definition of the constraints, the largest tables' first."""
    return rows(
        "SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c"
        f" WHERE {condition} ORDER BY pg_relation_size(c.conrelid) DESC, c.conname",
        [list(tables)],
    )


def _added(table: str, name: str, definition: str) -> str:
    return f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'


HURRY = {
    "maintenance_work_mem": WORK_MEMORY,
    "work_mem": WORK_MEMORY,
    "synchronous_commit": "off",
    "wal_compression": "lz4",
    "jit": "off",
    "session_replication_role": "replica",
}


def _hurry() -> None:
    """Much memory, small records, and no question about foreign keys: that takes a superuser.

    Built indexes are logged page by page, which compresses well; compiling a statement costs more than it saves here.
    """
    for name, value in HURRY.items():
        execute(f"SET {name} = '{value}'")


def _both(statements: Iterable[str]) -> None:
    """Run the statements in two connections at the same time."""

    def run(statement: str) -> None:
        _hurry()
        execute(statement)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, statements))
        list(pool.map(lambda _number: connections.close_all(), range(2)))


@contextmanager
def beside(work: Callable[[], None], *, at_once: bool) -> Iterator[None]:
    """Do the work too: ``at_once``, on PostgreSQL, in another connection at the same time, else before."""
    if not (at_once and is_postgres()):
        work()
        yield
        return

    def run() -> None:
        try:
            with transaction.atomic():
                _hurry()
                work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        yield
        running.result()
