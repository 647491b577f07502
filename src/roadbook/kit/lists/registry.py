"""Every list of the product by its key. Contexts declare theirs in ``web/tables.py``, which is looked for here."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

from django.apps import apps

from .tables import Table

T = TypeVar("T", bound=type[Table])
_tables: dict[str, type[Table]] = {}


def register(table: T) -> T:
    """Decorator of a ``Table``: it is found by its ``key``, a context and a noun such as ``"parties.clients"``."""
    known = _tables.setdefault(table.key, table)
    if not table.key or (known is not table and known.__qualname__ != table.__qualname__):
        raise ValueError(f"{table.__qualname__} needs a key of its own")
    return table


def find(key: str) -> Table:
    """The list of this key, fresh.

    :raises KeyError: there is none.
    """
    discover()
    return _tables[key]()


def registered() -> list[Table]:
    """Every list, by key."""
    discover()
    return [_tables[key]() for key in sorted(_tables)]


@cache
def discover() -> None:
    """Import ``web/tables.py`` of every context: a worker asks for lists without having loaded any address."""
    for config in apps.get_app_configs():
        name = f"{config.name}.web"
        if config.name.startswith("roadbook.apps.") and find_spec(name) and find_spec(f"{name}.tables"):
            import_module(f"{name}.tables")
