"""What the API says of accounts and payments. Money is ``{"amount": "123.45", "currency": "EUR"}``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from roadbook.kit.api import Key, MoneySchema, StrictSchema, Text

Bucket = Literal["0", "1-30", "31-60", "61-90", "90+"]
ChargeKind = Literal[
    "principal",
    "interest",
    "down_payment",
    "rent",
    "vat",
    "fee",
    "insurance",
    "service",
    "cost",
    "late_interest",
]
Channel = Literal["cash", "bank", "card"]
Instructions = list[Key]


class PositionOut(Schema):
    """What the account amounts to on ``as_of``; due before it and unpaid is overdue."""

    principal_not_due: MoneySchema
    billed_not_due: MoneySchema
    overdue_principal: MoneySchema
    overdue_interest: MoneySchema
    overdue_other: MoneySchema
    unapplied: MoneySchema
    days_past_due: int
    bucket: Bucket
    oldest_due_on: date | None
    next_due_on: date | None
    as_of: date


class AccountPartyOut(Schema):
    party_id: Key
    name: str
    role: str


class AccountOut(Schema):
    """All that one subject owes in one currency."""

    id: Key
    number: str
    company_id: Key
    branch_id: Key
    currency: str
    opened_on: date
    closed_on: date | None
    last_money_on: date | None
    parties: list[AccountPartyOut]
    position: PositionOut


class StatementLineOut(Schema):
    """A movement in the order of value dates; ``balance`` is what is owed after it, below zero is credit.

    What a reversal took back or a refund paid out is ``paid`` below zero.
    """

    on: date
    kind: Literal["charge", "payment", "reversal", "refund"]
    id: Key
    label: str
    payment_id: Key | None
    due_on: date | None
    charged: MoneySchema
    paid: MoneySchema
    balance: MoneySchema


class StatementOut(Schema):
    """The movements of a period, both days in it, between its opening and closing balance."""

    account_id: Key
    since: date
    until: date
    opening: MoneySchema
    charged: MoneySchema
    paid: MoneySchema
    closing: MoneySchema
    lines: list[StatementLineOut]


class AllocationOut(Schema):
    """The part of the payment that settled a charge, and the rule that chose it; below zero it takes one back."""

    charge_id: Key
    charge_kind: ChargeKind
    label: str
    due_on: date
    amount: MoneySchema
    rule: str
    reason: dict[str, object] = Field(description="Label, formula, operands and value: the figure can be recomputed")
    value_on: date


class PaymentRow(Schema):
    id: Key
    number: str
    account_id: Key
    channel: Channel
    state: Literal["booked", "reversed"]
    payer_id: Key | None
    payer_name: str
    amount: MoneySchema
    applied: MoneySchema
    rest: MoneySchema
    received_on: date
    value_on: date
    booked_on: date
    reference: str


class ReversalOut(Schema):
    value_on: date
    booked_on: date
    reason: str
    reversed_at: datetime


class PaymentOut(PaymentRow):
    taken_at: datetime
    reversal: ReversalOut | None
    allocations: list[AllocationOut]


class PreviewIn(StrictSchema):
    """A payment that is not taken yet. ``instructions`` are ids of open charges to settle before the others."""

    account_id: Key
    amount: MoneySchema
    value_on: date
    instructions: Instructions = Field(default_factory=list, max_length=500)


class PaymentIn(PreviewIn):
    """Who paid: a client by ``payer_id``, or anybody by name; with both the name stands on the receipt."""

    channel: Channel
    payer_id: Key | None = None
    payer_name: Text = Field("", max_length=200)
    received_on: date | None = None
    reference: Text = Field("", max_length=140)


class ReversalIn(StrictSchema):
    """Without ``value_on`` the payment counts no more from the business date on."""

    reason: Text = Field(min_length=1, max_length=200)
    value_on: date | None = None


class PreviewItem(Schema):
    """An open charge: what the payment would settle of it, what earlier credit would, and what stays open."""

    charge_id: Key
    charge_kind: ChargeKind
    label: str
    due_on: date
    open: MoneySchema
    settles: MoneySchema
    from_credit: MoneySchema
    rest: MoneySchema


class PreviewOut(Schema):
    settles: MoneySchema
    unapplied: MoneySchema
    items: list[PreviewItem]


class ReceiptIn(StrictSchema):
    language: Literal["bg", "en", "pl", "ru"]


class StatementIn(StrictSchema):
    """Without days: from the account's opening to the business date."""

    since: date | None = None
    until: date | None = None
    language: Literal["bg", "en", "pl", "ru"]


class ReceiptOut(Schema):
    """The stored document; its bytes are at ``/api/v1/documents/{id}/file``."""

    id: Key
    title: str
    language: str
    sha256: str
    size: int
