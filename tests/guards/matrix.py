"""The rows of ``authz.toml``, and sending the request that a row describes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User

from .routes import Route
from .world import World

MATRIX = tomllib.loads((Path(__file__).parent / "authz.toml").read_text(encoding="utf-8"))
ROWS: dict[str, dict[str, Any]] = MATRIX["routes"]
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?([a-z_]+)', re.IGNORECASE)
HARMLESS = {"django_session"}
"""What a refused request may write: the visitor's own session."""


def roles(row: dict[str, Any]) -> set[str]:
    """The roles of a row, groups resolved."""
    if isinstance(row["roles"], str):
        return set(Role.values)
    names = [MATRIX["groups"][name[1:]] if name.startswith("@") else [name] for name in row["roles"]]
    return {role for group in names for role in group}


def ask(
    route: Route, client: Client, user: User, here: World, method: str = "", *, writes: bool = True, **other: World
) -> HttpResponse:
    """Send the row's request and roll back what it did. ``at`` and ``sent`` take values of another world.

    ``writes=False``: fail when the request wrote anything.
    """
    row = ROWS[route.name]
    values = other.get("at", here).examples[row["of"]](user) if "of" in row else {}
    data = other.get("sent", here).data[row["data"]](user) if "data" in row else None
    with transaction.atomic():
        with nullcontext() if writes else nothing_written():
            response = route.send(client, method or row.get("method") or route.method or "GET", values, data)
            if response.streaming:
                response = HttpResponse(b"".join(response), status=response.status_code, headers=dict(response.headers))
        transaction.set_rollback(True)
    return response


@contextmanager
def nothing_written() -> Iterator[None]:
    """No row of the business is written inside."""
    with CaptureQueriesContext(connection) as captured:
        yield
    tables = {match[1].lower() for query in captured if (match := WRITE.match(query["sql"]))}
    assert tables <= HARMLESS, f"written: {sorted(tables - HARMLESS)}"
