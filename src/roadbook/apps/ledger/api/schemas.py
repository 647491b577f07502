"""What the API says of the books."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from roadbook.kit.api import Key, MoneySchema, StrictSchema, Text


class BalanceLineOut(Schema):
    """One account in one currency: its turnover on both sides and its balance on one."""

    code: str
    name: str
    kind: str
    opening_debit: MoneySchema
    opening_credit: MoneySchema
    debit: MoneySchema
    credit: MoneySchema
    debit_balance: MoneySchema
    credit_balance: MoneySchema


class TotalsOut(Schema):
    currency: str
    debit: MoneySchema
    credit: MoneySchema


class TrialBalanceOut(Schema):
    company_id: Key
    on: date
    since: date | None
    lines: list[BalanceLineOut]
    totals: list[TotalsOut]


class GLAccountOut(Schema):
    id: int
    code: str
    name: str
    kind: str
    purpose: str
    is_open: bool


class GLAccountIn(StrictSchema):
    company_id: Key
    code: Text
    kind: Text
    purpose: Text = ""
    name: Annotated[Text, Field(max_length=120)] = ""


class GLAccountChangeIn(StrictSchema):
    """What is sent is changed."""

    name: Annotated[Text, Field(max_length=120)] | None = None
    is_open: bool | None = None


class PostingRuleOut(Schema):
    """Which two accounts, by their codes, a movement touches. An empty kind means that the case has none."""

    id: int
    event: str
    product_kind: str
    charge_kind: str
    effective_on: date
    debit: str
    credit: str


class PostingRuleIn(StrictSchema):
    """Codes of accounts; a side that is left out stays. ``effective_on`` is the business date when left out."""

    debit: Text = ""
    credit: Text = ""
    effective_on: date | None = None


class PostingRulesOut(Schema):
    company_id: Key
    accounts: list[GLAccountOut]
    rules: list[PostingRuleOut]


class PeriodOut(Schema):
    id: int
    company_id: Key
    year: int
    month: int
    is_open: bool
    closed_at: datetime | None


class ReopenIn(StrictSchema):
    reason: Text


class JournalRowOut(Schema):
    """``account_id`` and ``charge_id`` are keys of receivables; ``debit`` and ``credit`` codes of the chart."""

    id: int
    booked_on: date
    value_on: date
    debit: str
    credit: str
    amount: MoneySchema
    event_key: str
    source: str
    leg: int
    account_id: int | None
    charge_id: int | None
    reverses_id: int | None


class JournalFileOut(JournalRowOut):
    account: str
    reversed_by_id: int | None
    act: list[JournalRowOut]
