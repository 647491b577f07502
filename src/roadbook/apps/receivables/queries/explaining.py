"""Why an account comes to what its page says: each sum from its lines (``calc.explain``), to be recomputed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop

from roadbook.apps.ledger.enums import Purpose
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.receivables.models import Account, Allocation, Charge, Payment
from roadbook.calc.explain import Line, Operand
from roadbook.kit import explained

from .settlement import part_of_payment, rest_of_payment

WORDS = (
    gettext_noop("settled"),
    gettext_noop("booked"),
    gettext_noop("applied"),
    gettext_noop("set aside"),
    gettext_noop("charged on"),
)
SUMS = ("overdue", "billed_not_due", "principal_not_due", "unapplied")
"""What of a position can be opened."""


def explain_sum(account: Account, name: str) -> Line | None:
    """The lines of one of ``SUMS`` of an account; None for any other name. One statement."""
    if name == "overdue":
        late = account.charges.open().filter(due_on__lt=account.position.as_of).order_by("due_on", "id")
        return _of_charges(gettext_noop("Overdue"), list(late))
    if name == "billed_not_due":
        coming = account.charges.open().filter(due_on__gte=account.position.as_of).order_by("due_on", "id")
        return _of_charges(gettext_noop("Charged, not due"), list(coming))
    if name == "principal_not_due":
        return _not_due(account)
    return _unapplied(account) if name == "unapplied" else None


def explain_charge(charge: Charge) -> Line:
    """What is open of a charge: its amount less what settled it; what was taken back is added again. One statement."""
    rows = charge.allocations.select_related("payment").order_by("id")
    lines = tuple(allocation_line(one) for one in rows)
    amount = (Operand("amount", charge.amount, "money"),)
    return Line(gettext_noop("Open"), "amount - sum(lines)", amount, charge.open, "receivables.open", lines)


def explain_charged(charge: Charge) -> Line:
    """Why so much was charged: as the context tells that planned the charge, else what and when. Its statements."""
    told = explained.of_source(charge.source)
    if told is not None and told.value == charge.amount:
        return told.named(charge.title)
    said = (Operand("amount", charge.amount, "money"), Operand("charged_on", charge.charged_on, "date"))
    return Line(charge.title, "amount", said, charge.amount, "receivables.charged")


def explain_paid(charge: Charge) -> Line:
    """What settled a charge, less what was taken back. One statement."""
    rows = charge.allocations.select_related("payment").order_by("id")
    lines = tuple(allocation_line(one) for one in rows)
    return Line(gettext_noop("Paid"), "sum(lines)", (), charge.amount - charge.open, "receivables.paid", lines)


def allocation_line(one: Allocation) -> Line:
    """What of a payment settled a charge, below zero where it was taken back; named by the payment and its rule."""
    settled = (
        Operand("settled", one.amount, "money"),
        Operand("value_on", one.value_on, "date"),
    )
    return Line(f"{one.payment.number}: {one.rule_text}", "settled", settled, one.amount, one.rule)


def _of_charges(label: str, charges: Sequence[Charge]) -> Line:
    lines = tuple(_open(one) for one in charges)
    return Line(label, "sum(lines)", (), sum(one.open for one in charges), "receivables.sum", lines)


def _open(charge: Charge) -> Line:
    operands = (Operand("amount", charge.amount, "money"), Operand("settled", charge.settled, "money"))
    return Line(charge.title, "amount - settled", operands, charge.open, "receivables.open")


def _not_due(account: Account) -> Line:
    """What was put out, less what of it was charged: as the journal has it."""
    own = Q(debit__purpose=Purpose.NOT_DUE) | Q(credit__purpose=Purpose.NOT_DUE)
    rows = JournalRow.objects.filter(own, account_id=account.pk).select_related("debit")
    days: dict[date, int] = {}
    for row in rows.order_by("value_on", "id"):
        sign = 1 if row.debit.purpose == Purpose.NOT_DUE else -1
        days[row.value_on] = days.get(row.value_on, 0) + sign * row.amount
    lines = tuple(
        Line(
            gettext_noop("Booked"),
            "booked",
            (Operand("booked", amount, "money"), Operand("value_on", on, "date")),
            amount,
            "books",
        )
        for on, amount in days.items()
    )
    return Line(gettext_noop("Principal not due"), "sum(lines)", (), sum(days.values()), "receivables.not_due", lines)


def _unapplied(account: Account) -> Line:
    rows: Any = Payment.objects.standing().filter(account=account)
    rows = rows.annotate(rest=rest_of_payment(), applied=part_of_payment(Allocation)).filter(rest__gt=0)
    lines = tuple(_rest(one) for one in rows.order_by("id"))
    return Line(gettext_noop("Credit"), "sum(lines)", (), sum(one.value for one in lines), "receivables.credit", lines)


def _rest(payment: Any) -> Line:
    aside = payment.amount - payment.applied - payment.rest
    operands = (
        Operand("amount", payment.amount, "money"),
        Operand("applied", payment.applied, "money"),
        Operand("set_aside", aside, "money"),
    )
    return Line(payment.number, "amount - applied - set_aside", operands, payment.rest, "receivables.rest")
