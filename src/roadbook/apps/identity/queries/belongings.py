"""What a user answers for, such as contracts as their broker, to hand over when they leave. Higher contexts tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from roadbook.apps.identity.models import User

Count = Callable[[User, Any], int]
Address = Callable[[User], str]


@dataclass(frozen=True)
class Kind:
    label: str | Promise
    count: Count
    address: Address


@dataclass(frozen=True)
class Belonging:
    """So many of a kind, and the list that shows them."""

    label: str
    count: int
    url: str


_kinds: dict[str, Kind] = {}


def register_belonging(code: str, label: str | Promise, count: Count, address: Address) -> None:
    """``count(person, reader)`` counts what the reader may see of the person's; ``address(person)`` is their list."""
    _kinds[code] = Kind(label, count, address)


def belongings(person: User, reader: Any) -> list[Belonging]:
    """What of the person's somebody must take over, nothing left out that the reader may see."""
    found = [(kind, kind.count(person, reader)) for kind in _kinds.values()]
    return [Belonging(str(kind.label), count, kind.address(person)) for kind, count in found if count]
