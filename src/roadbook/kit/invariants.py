"""The registry of what must always hold. Contexts register checks; ``roadbook verify-books`` runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Check = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Verdict:
    """What a check found: no problems is the only pass. ``is_absent``: nothing checks it, so nobody knows."""

    code: str
    title: str
    problems: tuple[str, ...]
    is_absent: bool = False

    @property
    def holds(self) -> bool:
        return not self.problems and not self.is_absent


_checks: dict[tuple[str, str], Check] = {}
_expected: dict[str, str] = {}


def invariant(code: str, title: str) -> Callable[[Check], Check]:
    """Decorator: the function yields one sentence for each row that breaks the invariant ``code``, such as ``I1``."""

    def register(check: Check) -> Check:
        _checks[code, title] = check
        return check

    return register


def expect(code: str, title: str) -> None:
    """Say that ``code`` must hold one day. As long as nobody registers a check for it, it is listed as absent."""
    _expected[code] = title


def verify() -> list[Verdict]:
    """Run every registered check, in the order of their codes, and list those that are expected and absent."""
    verdicts = [Verdict(code, title, tuple(check())) for (code, title), check in _checks.items()]
    known = {code for code, _title in _checks}
    verdicts += [Verdict(code, title, (), is_absent=True) for code, title in _expected.items() if code not in known]
    return sorted(verdicts, key=lambda one: (int(one.code.lstrip("I")), one.title))
