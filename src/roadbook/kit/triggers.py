"""Append-only tables: the database itself refuses UPDATE and DELETE, on SQLite and PostgreSQL alike.

A model asks for it with the decorator ``@append_only``. SQLite drops triggers when a migration rebuilds a table, so they
are made again after every migrate.
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
CREATE TRIGGER IF NOT EXISTS "{table}_no_{verb}" BEFORE {VERB} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION roadbook_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""

_POSTGRES = """
CREATE OR REPLACE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION roadbook_append_only()
"""


def _create(connection: Any, table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(_SQLITE.format(table=table, verb=verb, VERB=verb.upper()))
        else:
            cursor.execute(_POSTGRES_FUNCTION)
            cursor.execute(_POSTGRES.format(table=table))


def _drop(connection: Any, table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{verb}"')
        else:
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_append_only" ON "{table}"')


def ensure(using: str = "default") -> None:
    """Create whatever trigger is missing on the tables that exist."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for model in protected():
        if model._meta.db_table in tables:
            _create(connection, model._meta.db_table)


def missing(using: str = "default") -> list[str]:
    """Tables that ought to be append-only and are not guarded at this moment. Empty is the only good answer."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_update'")
        else:
            cursor.execute(
                "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " WHERE t.tgname = c.relname || '_append_only' AND t.tgenabled <> 'D'"
            )
        guarded = {row[0] for row in cursor.fetchall()}
    return [model._meta.db_table for model in protected() if model._meta.db_table not in guarded]


@contextmanager
def unlocked(using: str = "default") -> Iterator[None]:
    """For tests and restore drills only: lift the triggers, and put them back whatever happens."""
    connection = connections[using]
    for model in protected():
        _drop(connection, model._meta.db_table)
    try:
        yield
    finally:
        ensure(using)


def _after_migrate(*, using: str, **_: object) -> None:
    ensure(using)


def install() -> None:
    """Make the triggers again after every migrate."""
    post_migrate.connect(_after_migrate, dispatch_uid="roadbook-append-only")
