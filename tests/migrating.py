"""A database of its own that stands at an old migration, on the engine of the tests: for data migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

ALIAS = "default"


@dataclass
class Past:
    """The database as it was; ``models`` are the historical ones of where it stands."""

    apps: Any = None

    def migrate(self, app: str, name: str) -> None:
        """Go on (or back) to this migration and what it needs."""
        executor = MigrationExecutor(connections[ALIAS])
        self.apps = executor.migrate([(app, name)]).apps

    def rows(self, app: str, model: str) -> Any:
        """The manager of a historical model."""
        return self.apps.get_model(app, model).objects


@contextmanager
def past(folder: Path, app: str, name: str) -> Iterator[Past]:
    """A fresh database in which this migration, and what it needs, was run; nothing reaches the tests' own.

    What runs inside takes it for the default one, as migrations do.
    """
    present = connections[ALIAS]
    settings = {**present.settings_dict}
    on_server = present.vendor == "postgresql"
    settings["NAME"] = f"{settings['NAME']}_past" if on_server else str(folder / "past.sqlite3")
    if on_server:
        _server(f'DROP DATABASE IF EXISTS "{settings["NAME"]}"', f'CREATE DATABASE "{settings["NAME"]}"')
    scratch = type(present)(settings, ALIAS)
    connections[ALIAS] = scratch
    try:
        world = Past()
        world.migrate(app, name)
        yield world
    finally:
        scratch.close()
        connections[ALIAS] = present
        if on_server:
            _server(f'DROP DATABASE "{settings["NAME"]}"')


def _server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
