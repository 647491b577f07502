"""Why a movement of an account, the balance after it and the sums of a payment come to what the page says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_noop

from roadbook.apps.receivables.enums import ChargeKind, MovementKind
from roadbook.apps.receivables.models import Allocation, Payment
from roadbook.calc.explain import Line, Operand

from .explaining import allocation_line, explain_charged
from .statement import Statement, StatementRow

WORDS = (
    gettext_noop("before"),
    gettext_noop("charged"),
    gettext_noop("paid"),
    gettext_noop("taken back"),
    gettext_noop("paid back"),
)
PAYMENT_SUMS = ("amount", "applied", "rest", "withdrawn", "interest", "principal")
"""What of a payment can be opened, beside its allocations; the last two are what of it settled charges of that kind."""
BALANCE, AMOUNT = "balance", "amount"


def explain_movement(statement: Statement, key: str, part: str) -> Line | None:
    """The ``amount`` of a movement, or the ``balance`` after it; None where the statement has no such movement."""
    row = next((one for one in statement.rows if one.key == key), None)
    if row is None or part not in {BALANCE, AMOUNT}:
        return None
    return _balance(row) if part == BALANCE else _amount(row)


def explain_payment(payment: Any, name: str) -> Line | None:
    """One of ``PAYMENT_SUMS`` of a payment that is fetched with its allocations; None for any other name."""
    if name == "amount":
        return _taken(payment)
    if name == "applied":
        return _sum(gettext_noop("Applied"), _settled(payment.allocations.all()))
    if name in {ChargeKind.INTEREST, ChargeKind.PRINCIPAL}:
        kept = [one for one in payment.allocations.all() if one.charge.kind == name]
        return _sum(str(ChargeKind(name).label), _settled(kept))
    if name == "rest":
        aside = sum(one.amount for one in payment.withdrawals.all())
        said = [_money("amount", payment.amount), _money("applied", payment.applied), _money("set_aside", aside)]
        if payment.is_reversed:
            said.append(_money("taken_back", payment.amount))
        formula = " - ".join(one.name for one in said)
        return Line(gettext_noop("Credit left"), formula, tuple(said), payment.rest, "receivables.rest")
    if name == "withdrawn":
        return _sum(gettext_noop("Refund"), _withdrawn(payment))
    return None


def _amount(row: StatementRow) -> Line | None:
    if row.charge is not None:
        return explain_charged(row.charge)
    if row.payment is None:
        return None
    if row.kind == MovementKind.PAYMENT:
        return _taken(row.payment)
    name = "taken_back" if row.kind == MovementKind.REVERSAL else "paid_back"
    return Line(row.payment.number, f"-{name}", (_money(name, row.amount),), -row.amount, f"receivables.{name}")


def _taken(payment: Payment) -> Line:
    """What came in, by what became of it; of a payment that was taken back only that it was so much."""
    if payment.is_reversed:
        return Line(payment.number, "amount", (_money("amount", payment.amount),), payment.amount, "receivables.paid")
    lines = list(_settled(payment.allocations.select_related("charge", "payment").order_by("id")))
    rest = payment.amount - sum(one.value for one in lines) - sum(one.value for one in _withdrawn(payment))
    title = gettext_noop("Credit left")
    left = [Line(title, "amount", (_money("amount", rest),), rest, "receivables.rest")] if rest else []
    return _sum(payment.number, (*lines, *_withdrawn(payment), *left))


def _settled(allocations: Iterable[Allocation]) -> Iterator[Line]:
    return (allocation_line(one).named(one.charge.title) for one in allocations)


def _withdrawn(payment: Payment) -> tuple[Line, ...]:
    title = gettext_noop("Refund")
    return tuple(
        Line(title, "amount", (_money("amount", one.amount),), one.amount, "receivables.refund")
        for one in payment.withdrawals.all()
    )


def _balance(row: StatementRow) -> Line:
    said = (_money("before", row.balance - row.amount), _money("charged", row.charged), _money("paid", row.paid))
    return Line(gettext_noop("Balance"), "before + charged - paid", said, row.balance, "receivables.balance")


def _sum(title: str, lines: Iterable[Line]) -> Line:
    kept = tuple(lines)
    return Line(title, "sum(lines)", (), sum(one.value for one in kept), "receivables.sum", kept)


def _money(name: str, amount: int) -> Operand:
    return Operand(name, amount, "money")
