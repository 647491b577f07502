"""With whom a view may be shared. The context of users says who is in which audience; here they are only codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Audience:
    """A group of people of one company, such as everybody with a role. ``code`` is stable, ``label`` for people."""

    code: str
    label: str
    company_id: int


class Audiences(Protocol):
    """What the context of users answers."""

    def mine(self, user: Any) -> Sequence[str]:
        """The codes of the audiences that the user is in, the nearest first; without a statement of its own."""

    def offered(self, user: Any) -> Sequence[Audience]:
        """The audiences with which the user may share."""


class _Nobody:
    def mine(self, user: Any) -> Sequence[str]:  # noqa: ARG002 - as the protocol
        return ()

    def offered(self, user: Any) -> Sequence[Audience]:  # noqa: ARG002 - as the protocol
        return ()


_installed: list[Audiences] = [_Nobody()]


def install(answers: Audiences) -> None:
    _installed[:] = [answers]


def mine(user: Any) -> Sequence[str]:
    return _installed[0].mine(user)


def offered(user: Any) -> Sequence[Audience]:
    return _installed[0].offered(user)
