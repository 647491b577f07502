"""Where a benchmark's book lies: a database of its own, made ready for it; a real one is never touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


@contextmanager
def database(url: str) -> Iterator[None]:
    """Start Django on the database of the address, made if it is missing; without one on a SQLite file, thrown away.

    :raises SystemExit: there are companies in it that no benchmark wrote.
    """
    with tempfile.TemporaryDirectory(prefix="roadbook-bench-") as folder:
        os.environ.update(ROADBOOK_TESTING="1", ROADBOOK_DATA=folder, DJANGO_SETTINGS_MODULE="roadbook.config.settings")
        os.environ.update(dict.fromkeys(("ROADBOOK_FIELD_KEY", "ROADBOOK_SECRET_KEY"), "nobody's secrets are in here"))
        if url.startswith("postgres"):
            os.environ["DATABASE_URL"] = url
            _create(url)
        elif url:
            os.environ["ROADBOOK_DATA"] = url.removeprefix("sqlite://")
            os.makedirs(os.environ["ROADBOOK_DATA"], exist_ok=True)  # noqa: PTH103 - before anything is set up
        else:
            os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        _ready()
        yield


def _create(url: str) -> None:
    import psycopg
    from psycopg import sql

    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    with psycopg.connect(url.replace(parts.path, "/postgres"), autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _ready() -> None:
    from django.core.management import call_command
    from django.db import connection

    from roadbook.apps.organisation.models import Company

    call_command("migrate", verbosity=0)
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        connection.connection.prepare_threshold = None
    if Company.objects.exclude(code__startswith="BOOK").exists():
        raise SystemExit("this database holds companies that no benchmark wrote: it is left as it is")


def empty() -> None:
    """Throw the book away that lies here."""
    from django.core.management import call_command

    from roadbook.kit import triggers

    with triggers.unlocked():
        call_command("flush", interactive=False, verbosity=0)
