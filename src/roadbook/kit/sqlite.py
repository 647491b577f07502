"""SQLite made fit for us: Unicode LIKE, LOWER and UPPER, and no connection without WAL and IMMEDIATE.

SQLite's own functions fold ASCII only, so a search for "иван" would miss "Иван". Without WAL and IMMEDIATE transactions
writers meet "database is locked" at once, whatever the timeout; settings that do not take effect are therefore refused.
"""

from __future__ import annotations

import re
import sqlite3
from functools import lru_cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.signals import connection_created

FOREIGN_KEYS = "PRAGMA foreign_keys"
JOURNAL = "PRAGMA journal_mode"


@lru_cache(maxsize=512)
def _pattern(like: str, escape: str | None) -> re.Pattern[str]:
    out, letters = [], iter(like)
    for letter in letters:
        if escape and letter == escape:
            out.append(re.escape(next(letters, "")))
        elif letter == "%":
            out.append(".*")
        elif letter == "_":
            out.append(".")
        else:
            out.append(re.escape(letter))
    return re.compile("".join(out), re.IGNORECASE | re.DOTALL)


def _like(like: str | None, value: object, escape: str | None = None) -> bool | None:
    if like is None or value is None:
        return None
    return _pattern(str(like), escape).fullmatch(str(value)) is not None


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def fault(connection: Any) -> str:
    """What is wrong with the way this connection is open; empty when nothing is, or when it is not a SQLite file."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return ""
    connection.ensure_connection()
    raw = connection.connection
    journal = raw.execute(JOURNAL).fetchone()[0]
    if journal != "wal":
        return f"journal_mode is {journal}, not wal: the file system may not bear it"
    if not raw.execute(FOREIGN_KEYS).fetchone()[0]:
        return "foreign keys are off"
    mode = connection.transaction_mode
    return "" if mode in {"IMMEDIATE", "EXCLUSIVE"} else f"transaction_mode is {mode}, not IMMEDIATE"


def _opened(*, connection: Any, **_: object) -> None:
    if connection.vendor != "sqlite":
        return
    raw = connection.connection
    raw.create_function("like", 2, _like, deterministic=True)
    raw.create_function("like", 3, _like, deterministic=True)
    raw.create_function("lower", 1, _lower, deterministic=True)
    raw.create_function("upper", 1, _upper, deterministic=True)
    connection.features.max_query_params = raw.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    if wrong := fault(connection):
        raise ImproperlyConfigured(f"SQLite: {wrong}")


def install() -> None:
    """Prepare and check every connection that is opened from now on.

    Django sends at most 999 values in a statement, the limit of old; this library says how many it takes.
    """
    connection_created.connect(_opened, dispatch_uid="roadbook-sqlite")
