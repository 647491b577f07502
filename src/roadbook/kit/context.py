"""Who is acting in this thread of work: set by the request middleware, read by the audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Where an act comes from: IP address and request id; both empty for work without a request."""

    ip: str | None = None
    request_id: str = ""


_current: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - frozen


def current() -> Origin:
    return _current.get()


@contextmanager
def acting(origin: Origin) -> Iterator[None]:
    """Every audit row written inside carries this origin."""
    token = _current.set(origin)
    try:
        yield
    finally:
        _current.reset(token)
