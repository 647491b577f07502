"""What the API says of the books."""

from __future__ import annotations

from datetime import date

from ninja import Schema

from roadbook.kit.api import Key, MoneySchema


class BalanceLineOut(Schema):
    """One account in one currency: its turnover on both sides and its balance on one."""

    code: str
    name: str
    kind: str
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
    lines: list[BalanceLineOut]
    totals: list[TotalsOut]


class GLAccountOut(Schema):
    code: str
    name: str
    kind: str
    purpose: str


class PostingRuleOut(Schema):
    """Which two accounts, by their codes, a movement touches. An empty kind means that the case has none."""

    event: str
    product_kind: str
    charge_kind: str
    debit: str
    credit: str


class PostingRulesOut(Schema):
    company_id: Key
    accounts: list[GLAccountOut]
    rules: list[PostingRuleOut]
