"""What became of instalments: their charges and what was paid on them. Reads receivables, in two statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q

from roadbook.apps.leasing.models import Instalment
from roadbook.apps.receivables import queries as receivables
from roadbook.apps.receivables.models import Allocation, Charge, Payment

from .rows import Debt


def source(instalment_id: int | str, part: str) -> str:
    """The plain key by which receivables knows a part of an instalment."""
    return f"leasing:instalment:{instalment_id}:{part}"


def stream_source(row_id: int) -> str:
    """The plain key by which receivables knows what is due beside an instalment, or at activation."""
    return f"leasing:stream:{row_id}"


def debts(account_id: int, instalments: Sequence[Instalment]) -> dict[int, Debt]:
    """The debt of each instalment by its id."""
    charges = Charge.objects.filter(account_id=account_id, source__startswith="leasing:instalment:")
    rows = charges.values("source", "amount", "open").annotate(on=Max("allocations__value_on"))
    by_source: dict[str, Any] = {item["source"]: item for item in rows}
    return {
        one.pk: _debt(one, *(by_source.get(source(one.pk, part), {}) for part in ("principal", "interest", "rent")))
        for one in instalments
    }


def _debt(one: Instalment, principal: dict[str, Any], interest: dict[str, Any], rent: dict[str, Any]) -> Debt:
    """Of a rent, one charge, the interest of its row counts as paid first."""
    charged = [item for item in (principal, interest, rent) if item]
    of_rent = min(_paid(rent), one.interest)
    return Debt(
        charged=sum(item["amount"] for item in charged),
        paid_principal=_paid(principal) + _paid(rent) - of_rent,
        paid_interest=_paid(interest) + of_rent,
        paid_on=max((item["on"] for item in charged if item["on"]), default=None),
    )


def _paid(item: dict[str, Any]) -> int:
    return item["amount"] - item["open"] if item else 0


@dataclass(frozen=True)
class PaymentLine:
    """A payment with the numbers of the instalments it went to, and how much of it was interest and principal."""

    payment: Payment
    numbers: list[int]
    interest: int
    principal: int


def payment_lines(account_id: int | None) -> list[PaymentLine]:
    """The payments of a contract's account, newest first. Two statements."""
    return [_payment_line(one) for one in receivables.payments_of(account_id)]


def _payment_line(payment: Any) -> PaymentLine:
    parts: defaultdict[str, int] = defaultdict(int)
    for one in payment.settled:
        parts[one.charge.kind] += one.amount
    numbers = {one.charge.label_params.get("number", 0) for one in payment.settled}
    return PaymentLine(payment, sorted(numbers), parts["interest"], parts["principal"])


def principal_paid(account_id: int, instalments: Sequence[Instalment]) -> list[tuple[date, int]]:
    """How much principal was paid on each value date, rising; of a rent what is over the interest of its row."""
    interest = {source(one.pk, "rent"): one.interest for one in instalments}
    of_plan = Q(charge__kind="principal") | Q(charge__kind="rent", charge__source__startswith="leasing:instalment:")
    paid = Allocation.objects.filter(of_plan, charge__account_id=account_id).order_by("id")
    days: defaultdict[date, int] = defaultdict(int)
    so_far: defaultdict[str, int] = defaultdict(int)
    for key, on, amount in paid.values_list("charge__source", "value_on", "amount"):
        before = max(so_far[key] - interest.get(key, 0), 0)
        so_far[key] += amount
        days[on] += max(so_far[key] - interest.get(key, 0), 0) - before
    return sorted(days.items())
