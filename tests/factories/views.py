"""Saved views and runs of acts on many rows for tests, made through actions."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.http import QueryDict

from roadbook.kit import lists
from roadbook.kit.lists import bulk, saved
from roadbook.kit.models import BulkRun, SavedView

_numbers = count(1)


def view(user: Any, key: str, query: str = "", **told: Any) -> SavedView:
    """A view of a list, of the user's own unless ``audience`` is given."""
    name = told.pop("name", f"View {next(_numbers)}")
    return saved.create(table=lists.find(key), told=saved.Told(name, query, **told), by=user)


def run(user: Any, key: str, code: str = "note", query: str = "", **values: Any) -> BulkRun:
    """A queued act on all rows that the user sees at the address of a list."""
    sent = QueryDict(mutable=True)
    sent.update(values or {"text": "Обади се."})
    table = lists.find(key)
    action = next(one for one in table.bulk_for(user) if one.code == code)
    return bulk.start(table=table, action=action, query=query, values=sent, by=user)
