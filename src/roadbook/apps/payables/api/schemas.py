"""What the API says of what we owe."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from roadbook.kit.api import Key, MoneySchema, StrictSchema, Text

PayoutChannel = Literal["bank", "cash"]


class BillOut(Schema):
    """A refund: proposed by one person, approved by another, paid out as approved. ``revision`` counts its changes."""

    id: Key
    number: str
    kind: Literal["refund"]
    state: Literal["draft", "approved", "paid", "cancelled"]
    company_id: Key
    branch_id: Key
    account_id: Key
    payee_id: Key | None
    payee_name: str
    payee_account: str
    amount: MoneySchema
    channel: PayoutChannel
    reason: str
    revision: int
    drafted_on: date
    made_by_id: Key | None
    approved_by_id: Key | None
    approved_at: datetime | None
    paid_on: date | None
    payout_reference: str


class RefundContents(StrictSchema):
    """With channel ``bank`` the payee's account is needed; the payee is a client by id, or anybody by name."""

    amount: MoneySchema
    channel: PayoutChannel
    payee_id: Key | None = None
    payee_name: Text = Field("", max_length=200)
    payee_account: Text = Field("", max_length=42)
    reason: Text = Field(min_length=1, max_length=200)


class RefundIn(RefundContents):
    account_id: Key


class RefundChange(RefundContents):
    """All contents anew; ``revision`` is the one that was seen."""

    revision: int


class BillApproval(StrictSchema):
    """``revision`` is the one that was seen: a later one is not approved by this."""

    revision: int


class BillPayout(StrictSchema):
    paid_on: date | None = None
    reference: Text = Field("", max_length=140)


class BillCancel(StrictSchema):
    reason: Text = Field(min_length=1, max_length=200)
