"""What payables tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roadbook.kit.events import Event


@dataclass(frozen=True)
class BillApproved(Event):
    """Somebody else than its maker approved what we are to pay. ``amount`` in minor units of ``currency``."""

    bill_id: int
    company_id: int
    account_id: int
    amount: int
    currency: str


@dataclass(frozen=True)
class BillPaid(Event):
    """What was approved has been paid out."""

    bill_id: int
    company_id: int
    account_id: int
    amount: int
    currency: str
    paid_on: date
