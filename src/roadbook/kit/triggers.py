"""Append-only tables: the database itself refuses UPDATE, DELETE and TRUNCATE, on SQLite and PostgreSQL alike.

A model asks for it with the decorator ``@append_only``. Rows of one with ``@append_only_part("vehicle")`` may go when
what they are part of has gone before, in the same transaction. SQLite drops triggers when a migration rebuilds a
table, so they are made again after every migrate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connections, models
from django.db.models.signals import post_migrate

M = TypeVar("M", bound=models.Model)

_PROTECTED: dict[str, type[models.Model]] = {}
_GOES_WITH: dict[str, str] = {}
_NO_MORE_ONCE: dict[str, tuple[str, str]] = {}


def append_only(model: type[M]) -> type[M]:
    """Class decorator: rows of this model are inserted and read, never changed."""
    _PROTECTED[model._meta.label] = model
    return model


def append_only_part(foreign_key: str) -> Callable[[type[M]], type[M]]:
    """Class decorator: as ``append_only``, but a row may go once the one that its foreign key names is gone."""

    def decorate(model: type[M]) -> type[M]:
        _GOES_WITH[model._meta.label] = foreign_key
        return append_only(model)

    return decorate


def no_more_once(foreign_key: str, column: str) -> Callable[[type[M]], type[M]]:
    """Class decorator, over ``append_only``: no row is added any more to a parent whose ``column`` is filled."""

    def decorate(model: type[M]) -> type[M]:
        _NO_MORE_ONCE[model._meta.label] = (foreign_key, column)
        return model

    return decorate


def protected() -> list[type[models.Model]]:
    """Every model whose table is append-only, in the order of their labels."""
    return [_PROTECTED[label] for label in sorted(_PROTECTED)]


_SQLITE = """
CREATE TRIGGER IF NOT EXISTS "{table}_no_{verb}" BEFORE {verb} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_SQLITE_PART = """
CREATE TRIGGER IF NOT EXISTS "{table}_no_delete" BEFORE DELETE ON "{table}"
WHEN EXISTS (SELECT 1 FROM "{whole}" WHERE "{key}" = OLD."{column}")
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_SQLITE_CLOSED = """
CREATE TRIGGER IF NOT EXISTS "{table}_no_more" BEFORE INSERT ON "{table}"
WHEN (SELECT "{closed}" FROM "{whole}" WHERE "{key}" = NEW."{column}") IS NOT NULL
BEGIN SELECT RAISE(ABORT, '{table}: what this belongs to is closed'); END
"""

_POSTGRES_CLOSED = """
CREATE OR REPLACE FUNCTION "{table}_no_more"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF (SELECT "{closed}" FROM "{whole}" WHERE "{key}" = NEW."{column}") IS NOT NULL THEN
  RAISE EXCEPTION '{table}: what this belongs to is closed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER "{table}_no_more" BEFORE INSERT ON "{table}" FOR EACH ROW
EXECUTE FUNCTION "{table}_no_more"()
"""

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION roadbook_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands boolean := true;
BEGIN
IF TG_OP = 'DELETE' AND TG_NARGS = 3 THEN
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE %I = ($1).%I)', TG_ARGV[0], TG_ARGV[1], TG_ARGV[2])
  INTO stands USING OLD;
END IF;
IF stands THEN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $$
"""

_POSTGRES = {
    "append_only": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
    "no_truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}


def _names(vendor: str, model: type[models.Model]) -> list[str]:
    ends = ("no_update", "no_delete") if vendor == "sqlite" else tuple(_POSTGRES)
    closing = ("no_more",) if model._meta.label in _NO_MORE_ONCE else ()
    return [f"{model._meta.db_table}_{end}" for end in (*ends, *closing)]


def _create(connection: Any, model: type[models.Model]) -> None:
    table, whole = model._meta.db_table, _whole(model)
    with connection.cursor() as cursor:
        if closing := _closing(model):
            statement = _SQLITE_CLOSED if connection.vendor == "sqlite" else _POSTGRES_CLOSED
            cursor.execute(statement.format(table=table, **closing))
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE.format(table=table, verb="update"))
            on_delete = _SQLITE_PART if whole else _SQLITE
            cursor.execute(on_delete.format(table=table, verb="delete", **(whole or {})))
            return
        cursor.execute(_POSTGRES_FUNCTION)
        told = ", ".join(f"'{name}'" for name in whole.values()) if whole else ""
        for end, when in _POSTGRES.items():
            what = when.format(table=f'"{table}"')
            call = f"EXECUTE FUNCTION roadbook_append_only({told if end == 'append_only' else ''})"
            cursor.execute(f'CREATE OR REPLACE TRIGGER "{table}_{end}" {what} {call}')


def _whole(model: type[models.Model]) -> dict[str, str] | None:
    """What a row is part of: its table, its key, and the column here that names it."""
    foreign_key = _GOES_WITH.get(model._meta.label)
    return _parent(model, foreign_key) if foreign_key else None


def _closing(model: type[models.Model]) -> dict[str, str] | None:
    """The parent of a row and the column that, once filled, closes it."""
    foreign_key, column = _NO_MORE_ONCE.get(model._meta.label, ("", ""))
    return {**_parent(model, foreign_key), "closed": column} if foreign_key else None


def _parent(model: type[models.Model], foreign_key: str) -> dict[str, str]:
    field: Any = model._meta.get_field(foreign_key)
    other = field.related_model._meta
    return {"whole": other.db_table, "key": other.pk.column, "column": field.column}


def _drop(connection: Any, model: type[models.Model]) -> None:
    tail = "" if connection.vendor == "sqlite" else f' ON "{model._meta.db_table}"'
    with connection.cursor() as cursor:
        for name in _names(connection.vendor, model):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{tail}')


def _existing(connection: Any) -> list[type[models.Model]]:
    tables = set(connection.introspection.table_names())
    return [model for model in protected() if model._meta.db_table in tables]


def ensure(using: str = "default") -> None:
    """Create whatever trigger is missing on the tables that exist."""
    for model in _existing(connections[using]):
        _create(connections[using], model)


def missing(using: str = "default") -> list[str]:
    """Tables that exist, ought to be append-only and are not guarded at this moment. Empty is the only good answer."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal")
        present = {row[0] for row in cursor.fetchall()}
    found = _existing(connection)
    return [one._meta.db_table for one in found if not present.issuperset(_names(connection.vendor, one))]


@contextmanager
def unlocked(using: str = "default") -> Iterator[None]:
    """For tests and restore drills only: lift the triggers, and put them back whatever happens."""
    connection = connections[using]
    for model in _existing(connection):
        _drop(connection, model)
    try:
        yield
    finally:
        ensure(using)


def _after_migrate(*, using: str, **_: object) -> None:
    ensure(using)


def install() -> None:
    """Make the triggers again after every migrate."""
    post_migrate.connect(_after_migrate, dispatch_uid="roadbook-append-only")
