"""What happened on an account, in the order of value dates, with the balance after each movement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from roadbook.apps.receivables.enums import MovementKind
from roadbook.apps.receivables.models import Account, Charge, Payment, PaymentReversal, Withdrawal


@dataclass(frozen=True)
class StatementRow:
    """One movement: ``amount`` (minor units) adds to what is owed, below zero it is paid. ``balance``: owed after it.

    A reversal and a refund name the payment that they are about.
    """

    on: date
    kind: MovementKind
    pk: int
    amount: int
    charge: Charge | None = None
    payment: Payment | None = None
    balance: int = 0

    @property
    def key(self) -> str:
        """What names the movement within its account."""
        return f"{self.kind}-{self.pk}"

    @property
    def charged(self) -> int:
        return self.amount if self.kind == MovementKind.CHARGE else 0

    @property
    def paid(self) -> int:
        """Below zero where money was taken back or paid back."""
        return 0 if self.kind == MovementKind.CHARGE else -self.amount


@dataclass(frozen=True)
class Statement:
    """The movements of a period, both days in it; balances in minor units, below zero is credit."""

    account: Account
    since: date
    until: date
    opening: int
    rows: tuple[StatementRow, ...]

    @property
    def closing(self) -> int:
        return self.opening + sum(one.amount for one in self.rows)

    @property
    def charged(self) -> int:
        return sum(one.charged for one in self.rows)

    @property
    def paid(self) -> int:
        return sum(one.paid for one in self.rows)


def statement(account: Account, since: date | None = None, until: date | None = None) -> Statement:
    """The account's movements from ``since`` (its opening) to ``until`` (the business date). Four statements."""
    since, until = since or account.opened_on, until or account.company.business_date
    found = list(_running(sorted(_movements(account), key=attrgetter("on", "kind.place", "pk"))))
    opening = sum(one.amount for one in found if one.on < since)
    return Statement(account, since, until, opening, tuple(one for one in found if since <= one.on <= until))


def _movements(account: Account) -> Iterator[StatementRow]:
    for charge in account.charges.all():
        yield StatementRow(charge.charged_on, MovementKind.CHARGE, charge.pk, charge.amount, charge)
    for one in account.payments.all():
        yield StatementRow(one.value_on, MovementKind.PAYMENT, one.pk, -one.amount, payment=one)
    for back in PaymentReversal.objects.filter(payment__account=account).select_related("payment"):
        yield StatementRow(back.value_on, MovementKind.REVERSAL, back.pk, back.payment.amount, payment=back.payment)
    for out in Withdrawal.objects.filter(payment__account=account).select_related("payment"):
        yield StatementRow(out.value_on, MovementKind.REFUND, out.pk, out.amount, payment=out.payment)


def _running(items: Iterable[StatementRow]) -> Iterator[StatementRow]:
    balance = 0
    for one in items:
        balance += one.amount
        yield StatementRow(one.on, one.kind, one.pk, one.amount, one.charge, one.payment, balance)
