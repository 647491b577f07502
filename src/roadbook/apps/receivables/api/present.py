"""Rows as the schemas want them."""

from __future__ import annotations

from typing import Any

from roadbook.apps.receivables.models import Account, AccountPosition, Allocation, Payment
from roadbook.apps.receivables.queries import Preview, Statement, StatementRow
from roadbook.kit.api import money_out

SUMS = ("principal_not_due", "billed_not_due", "overdue_principal", "overdue_interest", "overdue_other", "unapplied")
PLAIN = ("days_past_due", "bucket", "oldest_due_on", "next_due_on", "as_of")
PAYMENT = (
    *("id", "number", "account_id", "channel", "payer_id", "payer_name", "received_on", "value_on", "booked_on"),
    *("reference", "state"),
)


def account(row: Account) -> dict[str, Any]:
    names = ("id", "number", "company_id", "branch_id", "currency", "opened_on", "closed_on", "last_money_on")
    parties = [{"party_id": one.party_id, "name": one.party.name, "role": one.role} for one in row.parties.all()]
    position = _position(row.position, row.currency)
    return {**{name: getattr(row, name) for name in names}, "parties": parties, "position": position}


def _position(row: AccountPosition, currency: str) -> dict[str, Any]:
    sums = {name: money_out(getattr(row, name), currency) for name in SUMS}
    return {**sums, **{name: getattr(row, name) for name in PLAIN}}


def statement(found: Statement) -> dict[str, Any]:
    currency = found.account.currency
    sums = {name: money_out(getattr(found, name), currency) for name in ("opening", "charged", "paid", "closing")}
    lines = [_statement_line(row, currency) for row in found.rows]
    return {"account_id": found.account.pk, "since": found.since, "until": found.until, **sums, "lines": lines}


def _statement_line(row: StatementRow, currency: str) -> dict[str, Any]:
    charge, payment = row.charge, row.payment
    return {
        "on": row.on,
        "kind": str(row.kind),
        "id": row.pk,
        "label": charge.title if charge else payment.number if payment else "",
        "payment_id": payment.pk if payment else None,
        "due_on": charge.due_on if charge else None,
        "charged": money_out(row.charged, currency),
        "paid": money_out(row.paid, currency),
        "balance": money_out(row.balance, currency),
    }


def payment_row(row: Any) -> dict[str, Any]:
    """A payment of the register, which has computed its state and sums."""
    shown = {name: money_out(getattr(row, name), row.currency) for name in ("amount", "applied", "rest")}
    return {**{name: getattr(row, name) for name in PAYMENT}, **shown}


def payment(row: Payment) -> dict[str, Any]:
    found = [_allocation(one, row.currency) for one in row.allocations.all()]
    reversal = row.reversal if row.is_reversed else None
    return {**payment_row(row), "taken_at": row.taken_at, "reversal": reversal, "allocations": found}


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
