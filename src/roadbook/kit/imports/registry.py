"""Every importer by its code. Contexts declare theirs in ``importers.py``, which is looked for here."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

from django.apps import apps

from .declared import Importer

T = TypeVar("T", bound=type[Importer])
_importers: dict[str, type[Importer]] = {}


def register(importer: T) -> T:
    """Decorator of an ``Importer``: it is found by its ``code``."""
    _importers[importer.code] = importer
    return importer


def find(code: str) -> Importer:
    """The importer of this code.

    :raises KeyError: there is none.
    """
    _discover()
    return _importers[code]()


def registered() -> list[Importer]:
    """Every importer, by code."""
    _discover()
    return [_importers[code]() for code in sorted(_importers)]


@cache
def _discover() -> None:
    for config in apps.get_app_configs():
        if config.name.startswith("roadbook.apps.") and find_spec(f"{config.name}.importers"):
            import_module(f"{config.name}.importers")
