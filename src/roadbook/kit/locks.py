"""Locks that Django cannot ask for."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def shared(rows: QuerySet[Any, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The values (a ``values_list``) as they are now, and as they stay until our transaction ends.

    Many may hold a row like this at once; who wants to change it waits for all of them. PostgreSQL: FOR SHARE on every
    table of the query. On SQLite the write transaction itself is the lock.
    """
    if not connection.features.has_select_for_update:
        return list(rows)
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR SHARE", params)
        return list(cursor.fetchall())
