"""What identity tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass

from roadbook.kit.events import Event


@dataclass(frozen=True)
class UserAdded(Event):
    """A user was added with a first role in a company."""

    user_id: int
    company_id: int


@dataclass(frozen=True)
class UserDeactivated(Event):
    """A user may no longer sign in."""

    user_id: int


@dataclass(frozen=True)
class UserReadsMuch(Event):
    """A user opened more records in an hour than work asks for; ``kind`` is empty where they were not there."""

    user_id: int
    kind: str
    count: int
