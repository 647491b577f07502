"""What a user finds at home: only what their permissions open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission

from .machine import Machine, machine


@dataclass(frozen=True)
class Home:
    """Each part is None (or empty) for who has no business with it."""

    machine: Machine | None


def home(user: Any) -> Home:
    """The parts of the home page that this user works with."""
    held = identity.permissions(user)
    return Home(machine=machine(user) if Permission.USER_MANAGE in held else None)
