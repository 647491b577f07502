"""SQLite made fit for people who write Cyrillic and Polish: Unicode LIKE, LOWER and UPPER on every connection.

SQLite's own functions fold ASCII only, so a search for "иван" would miss "Иван".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.db.backends.signals import connection_created


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


def _register(*, connection: Any, **_: object) -> None:
    if connection.vendor != "sqlite":
        return
    raw = connection.connection
    raw.create_function("like", 2, _like, deterministic=True)
    raw.create_function("like", 3, _like, deterministic=True)
    raw.create_function("lower", 1, _lower, deterministic=True)
    raw.create_function("upper", 1, _upper, deterministic=True)


def install() -> None:
    """Register the functions on every connection that is opened from now on."""
    connection_created.connect(_register, dispatch_uid="roadbook-sqlite-unicode")
