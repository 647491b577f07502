"""A large book in a database of its own, written once for a session and thrown away at its end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from benchmarks.books.writing import write

ALIAS = "default"


class LargeBook:
    """Such a database beside that of the other tests: it is only reached ``inside``."""

    def __init__(self, folder: Path) -> None:
        self.known = connections.settings[ALIAS]
        is_file = connections[ALIAS].vendor == "sqlite"
        name = str(folder / "large.sqlite3") if is_file else f"roadbook_large_{os.getpid()}"
        self.place = {"NAME": name, "TEST": {**self.known["TEST"], "NAME": name}}

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Whatever asks the database meanwhile, in threads too, asks this one."""
        other, kept = connections[ALIAS], {key: self.known[key] for key in self.place}
        self.known.update(self.place)
        connections[ALIAS] = connections.create_connection(ALIAS)
        try:
            yield
        finally:
            connections[ALIAS].close()
            self.known.update(kept)
            connections[ALIAS] = other

    def make(self, contracts: int) -> None:
        """Create the database and write so many contracts into it."""
        with self.inside():
            connections[ALIAS].creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            write(contracts)

    def drop(self) -> None:
        with self.inside():
            connections[ALIAS].creation.destroy_test_db(self.known["NAME"], verbosity=0)
