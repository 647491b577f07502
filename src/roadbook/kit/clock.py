"""The only place that reads the machine's clock. Everything else is handed a date or calls this."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """The present instant, in UTC. Business dates never come from here: each company keeps its own."""
    return datetime.now(UTC)  # noqa: TID251 - this module is the clock


def today() -> date:
    """The calendar date in UTC, for stamps that are nobody's business date (file names, retention)."""
    return now().date()
