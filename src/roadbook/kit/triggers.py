"""Append-only tables: the database itself refuses UPDATE, DELETE and TRUNCATE, on SQLite and PostgreSQL alike.

A model asks for it with the decorator ``@append_only``. SQLite drops triggers when a migration rebuilds a table, so
they are made again after every migrate.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connections, models
from django.db.models.signals import post_migrate

M = TypeVar("M", bound=models.Model)

_PROTECTED: dict[str, type[models.Model]] = {}


def append_only(model: type[M]) -> type[M]:
    """Class decorator: rows of this model are inserted and read, never changed."""
    _PROTECTED[model._meta.label] = model
    return model


def protected() -> list[type[models.Model]]:
    """Every model whose table is append-only, in the order of their labels."""
    return [_PROTECTED[label] for label in sorted(_PROTECTED)]


_SQLITE = """
CREATE TRIGGER IF NOT EXISTS "{table}_no_{verb}" BEFORE {verb} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION roadbook_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""

_POSTGRES = {
    "append_only": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
    "no_truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}


def _names(vendor: str, table: str) -> list[str]:
    ends = ("no_update", "no_delete") if vendor == "sqlite" else tuple(_POSTGRES)
    return [f"{table}_{end}" for end in ends]


def _create(connection: Any, table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(_SQLITE.format(table=table, verb=verb))
            return
        cursor.execute(_POSTGRES_FUNCTION)
        for end, when in _POSTGRES.items():
            what = when.format(table=f'"{table}"')
            cursor.execute(f'CREATE OR REPLACE TRIGGER "{table}_{end}" {what} EXECUTE FUNCTION roadbook_append_only()')


def _drop(connection: Any, table: str) -> None:
    tail = "" if connection.vendor == "sqlite" else f' ON "{table}"'
    with connection.cursor() as cursor:
        for name in _names(connection.vendor, table):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{tail}')


def _existing(connection: Any) -> list[str]:
    tables = set(connection.introspection.table_names())
    return [model._meta.db_table for model in protected() if model._meta.db_table in tables]


def ensure(using: str = "default") -> None:
    """Create whatever trigger is missing on the tables that exist."""
    for table in _existing(connections[using]):
        _create(connections[using], table)


def missing(using: str = "default") -> list[str]:
    """Tables that exist, ought to be append-only and are not guarded at this moment. Empty is the only good answer."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal")
        present = {row[0] for row in cursor.fetchall()}
    return [table for table in _existing(connection) if not present.issuperset(_names(connection.vendor, table))]


@contextmanager
def unlocked(using: str = "default") -> Iterator[None]:
    """For tests and restore drills only: lift the triggers, and put them back whatever happens."""
    connection = connections[using]
    for table in _existing(connection):
        _drop(connection, table)
    try:
        yield
    finally:
        ensure(using)


def _after_migrate(*, using: str, **_: object) -> None:
    ensure(using)


def install() -> None:
    """Make the triggers again after every migrate."""
    post_migrate.connect(_after_migrate, dispatch_uid="roadbook-append-only")
