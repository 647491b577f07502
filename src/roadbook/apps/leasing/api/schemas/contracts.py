"""What the API says of contracts. Money as decimal strings, rates as decimal fractions of one a year."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema

from roadbook.apps.leasing.enums import ContractState, Method, Unknown
from roadbook.apps.leasing.models import AgreedTerms, Contract
from roadbook.apps.leasing.queries import Beside, Book, Cost, Row, account_parties
from roadbook.calc.schedule import Schedule
from roadbook.kit.api import Key, MoneySchema, StrictSchema, Text, money_out
from roadbook.kit.money import to_decimal_text

from .amounts import Amount, Rate

PLAIN = (
    "id",
    "number",
    "company_id",
    "branch_id",
    "client_id",
    "vehicle_id",
    "product_id",
    "account_id",
    "state",
    "signed_on",
    "activated_on",
    "closed_on",
    "terminated_on",
    "termination_reason",
    "ownership_transferred_on",
    "count",
    "method",
    "first_due_on",
    "in_advance",
    "vat_basis",
    "version",
)
AMOUNTS = ("price", "down_payment", "financed", "residual")
COSTS = ("fees", "vat", "total")
BesideRole = Literal["co_debtor", "guarantor"]
PARTS = ("principal", "interest", "total", "closing")


class TermsIn(StrictSchema):
    """The figures of a contract, in the company's currency. Interest runs from ``signed_on``; 0.089 is 8.9 %."""

    product_id: Key
    price: Amount
    down_payment: Amount = "0"
    residual: Amount = "0"
    rate: Rate
    count: int = Field(ge=1, le=600)
    method: Method | None = Field(None, description="The product's usual one when left out")
    signed_on: date
    first_due_on: date
    in_advance: bool = False
    due_dates: list[date] = Field([], max_length=600, description="By hand, one for each instalment")
    amounts: list[Amount] = Field([], max_length=600, description="With the method given; the last may be left out")
    solve_for: Unknown = Field(
        Unknown.PAYMENT, description="The figure that is found from payment; what is sent in its place is ignored"
    )
    payment: Amount | None = Field(None, description="The instalment that is wanted, where another figure is found")


class ContractPartyIn(StrictSchema):
    party_id: Key
    role: BesideRole


class DraftIn(TermsIn):
    branch_id: Key
    client_id: Key
    vehicle_id: Key
    parties: list[ContractPartyIn] = Field([], max_length=20, description="Co-debtors and guarantors, in order")


class DraftChangeIn(StrictSchema):
    """What is not sent stays. ``version`` is that of the draft you read; an older one answers 409."""

    version: int = Field(ge=1, le=2**31 - 1)
    branch_id: Key | None = None
    client_id: Key | None = None
    vehicle_id: Key | None = None
    product_id: Key | None = None
    price: Amount | None = None
    down_payment: Amount | None = None
    residual: Amount | None = None
    rate: Rate | None = None
    count: int | None = Field(None, ge=1, le=600)
    method: Method | None = None
    signed_on: date | None = None
    first_due_on: date | None = None
    in_advance: bool | None = None
    due_dates: list[date] | None = Field(None, max_length=600)
    amounts: list[Amount] | None = Field(None, max_length=600)
    parties: list[ContractPartyIn] | None = Field(None, max_length=20)


class CancelIn(StrictSchema):
    reason: Text = Field("", max_length=500, description="Kept in the audit log")


class InstalmentOut(Schema):
    number: int
    due_on: date
    principal: str
    interest: str
    total: str
    closing: str


class BesideOut(Schema):
    number: int = Field(description="Of the instalment; 0 falls due at activation")
    kind: str
    due_on: date
    amount: str


class PlanPreviewOut(Schema):
    currency: str
    price: str
    financed: str
    residual: str
    rate: str
    count: int
    payment: str
    total_interest: str
    total_cost: str
    fees: str
    vat: str
    total: str = Field(description="All that the client pays: down payment, instalments, fees and VAT beside them")
    apr: str | None = Field(description="A fraction of one a year; none for an operating lease")
    beside: list[BesideOut]
    schedule: list[InstalmentOut]


class ScheduleRowOut(InstalmentOut):
    charged: str
    paid: str
    open: str
    paid_on: date | None
    status: str = Field(description="planned, due, overdue, paid, or late: paid after its due date")


class ContractOut(Schema):
    id: int
    number: str
    company_id: int
    branch_id: int
    client_id: int
    vehicle_id: int
    product_id: int
    account_id: int | None
    state: ContractState
    signed_on: date
    activated_on: date | None
    closed_on: date | None
    terminated_on: date | None
    termination_reason: str
    ownership_transferred_on: date | None
    price: MoneySchema
    down_payment: MoneySchema
    financed: MoneySchema
    residual: MoneySchema
    rate: str
    count: int
    method: str
    first_due_on: date
    in_advance: bool
    due_dates: list[date]
    amounts: list[str]
    vat_basis: str
    vat_rate: str
    version: int


class ContractPartyOut(Schema):
    party_id: int
    role: str


class ContractFileOut(ContractOut):
    kind: str
    parties: list[ContractPartyOut] = Field(description="The client and who stands beside it")
    schedule: list[ScheduleRowOut]


def contract_out(row: Contract) -> dict[str, Any]:
    amounts = {name: money_out(getattr(row, name), row.currency) for name in AMOUNTS}
    by_hand = {"due_dates": row.due_dates, "amounts": [to_decimal_text(one, row.currency) for one in row.amounts]}
    rates = {name: f"{getattr(row, name).normalize():f}" for name in ("rate", "vat_rate")}
    return {**{name: getattr(row, name) for name in PLAIN}, **amounts, **by_hand, **rates}


def contract_file_out(row: Contract, book: Book) -> dict[str, Any]:
    behind = [{"party_id": party.pk, "role": role} for party, role in account_parties(row)]
    schedule = [_row(one, row.currency) for one in book.rows]
    return {**contract_out(row), "kind": row.product.kind, "parties": behind, "schedule": schedule}


def preview_out(agreed: AgreedTerms, schedule: Schedule, cost: Cost) -> dict[str, Any]:
    currency = agreed.currency
    amounts = {"price": agreed.price, "residual": agreed.residual, **{n: getattr(cost, n) for n in COSTS}}
    return {
        "currency": currency,
        **{name: to_decimal_text(amount, currency) for name, amount in amounts.items()},
        "rate": f"{agreed.rate.normalize():f}",
        "count": agreed.count,
        "apr": None if cost.apr_rate is None else f"{cost.apr_rate.normalize():f}",
        "beside": [_beside(one, currency) for one in cost.beside],
        "financed": to_decimal_text(schedule.terms.principal, currency),
        "payment": to_decimal_text(schedule.rows[0].total, currency),
        "total_interest": to_decimal_text(schedule.total_interest, currency),
        "total_cost": to_decimal_text(schedule.total, currency),
        "schedule": [_instalment(one, currency) for one in schedule.rows],
    }


def _beside(row: Beside, currency: str) -> dict[str, Any]:
    amount = to_decimal_text(row.amount, currency)
    return {"number": row.number, "kind": str(row.kind), "due_on": row.due_on, "amount": amount}


def _instalment(row: Any, currency: str) -> dict[str, Any]:
    parts = {name: to_decimal_text(getattr(row, name), currency) for name in PARTS}
    return {"number": row.number, "due_on": row.due_on, **parts}


def _row(row: Row, currency: str) -> dict[str, Any]:
    debt = row.debt
    money = {name: to_decimal_text(getattr(debt, name), currency) for name in ("charged", "paid", "open")}
    return {**_instalment(row, currency), **money, "paid_on": debt.paid_on, "status": row.status.code}
