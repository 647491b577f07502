"""What organisation tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roadbook.kit.events import Event


@dataclass(frozen=True)
class CompanyOpened(Event):
    """An own company was created. ``by_id`` is the user who did it, None for the machine."""

    company_id: int
    by_id: int | None


@dataclass(frozen=True)
class BusinessDateAdvanced(Event):
    """A company now books on ``business_date``."""

    company_id: int
    business_date: date
