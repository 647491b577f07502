"""What receivables tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roadbook.kit.events import Event


@dataclass(frozen=True)
class PaymentAllocated(Event):
    """Money arrived and was applied to what was due. ``amount`` is the payment, minor units of ``currency``."""

    payment_id: int
    account_id: int
    company_id: int
    subject: str
    amount: int
    currency: str
    value_on: date


@dataclass(frozen=True)
class PaymentReversed(Event):
    """A payment turned out to be none: what it settled is owed again. ``amount`` is the payment's."""

    payment_id: int
    account_id: int
    company_id: int
    subject: str
    amount: int
    currency: str
    value_on: date


@dataclass(frozen=True)
class CreditSettled(Event):
    """Unapplied credit settled what fell due. ``amount`` is what was applied, minor units of ``currency``."""

    account_id: int
    company_id: int
    subject: str
    amount: int
    currency: str
    on: date
