"""The only place that reads the machine's clock. Everything else is handed a date or calls this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The present instant, in UTC. Business dates never come from here: each company keeps its own."""
    return _pretended.get() or datetime.now(UTC)  # noqa: TID251 - this module is the clock


def today() -> date:
    """The calendar date in UTC, for stamps that are nobody's business date (file names, retention)."""
    return now().date()


@contextmanager
def pretending(instant: datetime) -> Iterator[None]:
    """Inside, it is this instant (in UTC): for a simulated calendar and for tests, never for a request."""
    token = _pretended.set(instant)
    try:
        yield
    finally:
        _pretended.reset(token)
