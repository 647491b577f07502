"""Rows as the schemas want them."""

from __future__ import annotations

from typing import Any

from roadbook.apps.receivables.models import Account, AccountPosition, Allocation, Payment
from roadbook.apps.receivables.queries import Preview
from roadbook.apps.receivables.queries.accounts import StatementRow
from roadbook.kit.api import money_out

SUMS = ("principal_not_due", "billed_not_due", "overdue_principal", "overdue_interest", "overdue_other", "unapplied")
PLAIN = ("days_past_due", "bucket", "oldest_due_on", "next_due_on", "as_of")
PAYMENT = ("id", "number", "account_id", "channel", "payer_name", "received_on", "value_on", "booked_on", "reference")


def account(row: Account) -> dict[str, Any]:
    names = ("id", "number", "company_id", "branch_id", "currency", "opened_on", "closed_on", "last_money_on")
    parties = [{"party_id": one.party_id, "name": one.party.name, "role": one.role} for one in row.parties.all()]
    position = _position(row.position, row.currency)
    return {**{name: getattr(row, name) for name in names}, "parties": parties, "position": position}


def _position(row: AccountPosition, currency: str) -> dict[str, Any]:
    sums = {name: money_out(getattr(row, name), currency) for name in SUMS}
    return {**sums, **{name: getattr(row, name) for name in PLAIN}}


def statement_line(row: StatementRow, currency: str) -> dict[str, Any]:
    charge, payment = row.charge, row.payment
    return {
        "on": row.on,
        "kind": "charge" if charge else "payment",
        "id": charge.pk if charge else payment.pk if payment else 0,
        "label": charge.title if charge else payment.number if payment else "",
        "due_on": charge.due_on if charge else None,
        "charged": money_out(row.charged, currency),
        "paid": money_out(row.paid, currency),
        "balance": money_out(row.balance, currency),
    }


def payment_row(row: Payment, applied: int) -> dict[str, Any]:
    sums = {"amount": row.amount, "applied": applied, "rest": row.amount - applied}
    shown = {name: money_out(value, row.currency) for name, value in sums.items()}
    return {**{name: getattr(row, name) for name in PAYMENT}, **shown}


def payment(row: Payment) -> dict[str, Any]:
    allocations = list(row.allocations.all())
    found = [_allocation(one, row.currency) for one in allocations]
    applied = sum(one.amount for one in allocations)
    return {**payment_row(row, applied), "taken_at": row.taken_at, "allocations": found}


def _allocation(one: Allocation, currency: str) -> dict[str, Any]:
    return {
        "charge_id": one.charge_id,
        "charge_kind": one.charge.kind,
        "label": one.charge.title,
        "due_on": one.charge.due_on,
        "amount": money_out(one.amount, currency),
        "rule": one.rule,
        "reason": one.reason,
        "value_on": one.value_on,
    }


def preview(found: Preview) -> dict[str, Any]:
    currency = found.account.currency
    items = [
        {
            "charge_id": item.charge.pk,
            "charge_kind": item.charge.kind,
            "label": item.charge.title,
            "due_on": item.charge.due_on,
            "open": money_out(item.charge.open, currency),
            "settles": money_out(item.settles, currency),
            "from_credit": money_out(item.from_credit, currency),
            "rest": money_out(item.rest, currency),
        }
        for one in found.instalments
        for item in one.items
    ]
    settles, unapplied = money_out(found.settles, currency), money_out(found.unapplied, currency)
    return {"settles": settles, "unapplied": unapplied, "items": items}
