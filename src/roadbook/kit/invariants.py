"""The registry of what must always hold. Contexts register checks; ``roadbook verify-books`` runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Check = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Verdict:
    """What a check found: no problems is the only pass."""

    code: str
    title: str
    problems: tuple[str, ...]


_checks: dict[tuple[str, str], Check] = {}


def invariant(code: str, title: str) -> Callable[[Check], Check]:
    """Decorator: the function yields one sentence for each row that breaks the invariant ``code``, such as ``I1``."""

    def register(check: Check) -> Check:
        _checks[code, title] = check
        return check

    return register


def verify() -> list[Verdict]:
    """Run every registered check, in the order of their codes."""
    ordered = sorted(_checks, key=lambda item: (int(item[0].lstrip("I")), item[1]))
    return [Verdict(code, title, tuple(_checks[code, title]())) for code, title in ordered]
