"""System checks of the kit, run by ``check --database default`` and before every migrate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's name
from django.db import connections

from . import sqlite, triggers


@register(Tags.database)
def guarded_tables(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Append-only tables have their triggers. A warning, because the migrate that runs this check puts them back."""
    return [
        Warning(
            f"{table} is append-only by decision and not guarded by the database",
            hint="run migrate: it makes the triggers again",
            id="kit.W001",
        )
        for alias in databases or ()
        for table in triggers.missing(alias)
    ]


@register(Tags.database)
def sqlite_is_safe(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """WAL and IMMEDIATE are really on, read back from the open connection."""
    found = [(alias, sqlite.fault(connections[alias])) for alias in databases or ()]
    return [Error(f"{alias}: {fault}", id="kit.E001") for alias, fault in found if fault]
