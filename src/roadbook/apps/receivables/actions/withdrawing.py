"""Setting unapplied credit aside to be paid back, and giving it back. Who owns the source has asked whether it may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.ledger import actions as ledger
from roadbook.apps.ledger import queries as books
from roadbook.apps.receivables import queries, rules
from roadbook.apps.receivables.models import Account, Withdrawal
from roadbook.kit.money import format_money

from .positions import Change, apply
from .settling import settle_again


@transaction.atomic
def withdraw_credit(*, account: Account, amount: int, source: str, by: Any) -> list[Withdrawal]:
    """Set ``amount`` (minor units) of the account's unapplied credit aside today, the oldest payment's first.

    It is booked as a refund that is owed: nothing settles from it any more.

    :raises CreditShort: less than that is unapplied. :raises AccountClosed, PaymentRefused: as they say.
    """
    row = Account.objects.locked(account.pk)
    rules.check_open(row)
    if amount <= 0:
        raise rules.PaymentRefused(_("A refund has an amount above zero."), field="amount")
    today = row.company.business_date
    found = queries.credits_of([row.pk])[row.pk]
    left = sum(rest for _pk, rest, _day in found)
    if amount > left:
        said = {"credit": format_money(left, row.currency)}
        raise rules.CreditShort(_("Only %(credit)s is unapplied on this account.") % said, field="amount")
    rows = Withdrawal.objects.bulk_create(
        Withdrawal(payment_id=pk, amount=part, source=source, value_on=today, booked_on=today)
        for pk, part in _parts(found, amount)
    )
    moves = [_movement(one, row) for one in rows]
    ledger.post(company=row.company, branch_id=row.branch_id, event_id=source, value_on=today, movements=moves, by=by)
    _moved(row, -amount, today)
    return rows


@transaction.atomic
def return_credit(*, account: Account, source: str, by: Any) -> int:
    """Give back what was set aside for a source, and settle from it what is charged; returns how much it was."""
    row = Account.objects.locked(account.pk)
    today = row.company.business_date
    rows = list(Withdrawal.objects.filter(source=source, reverses=None, reversed_by=None, payment__account=row))
    Withdrawal.objects.bulk_create(
        Withdrawal(
            payment_id=one.payment_id,
            amount=-one.amount,
            source=source,
            value_on=today,
            booked_on=today,
            reverses=one,
        )
        for one in rows
    )
    sources = [_source(one) for one in rows]
    ledger.reverse(company=row.company, rows=books.rows_of(sources), value_on=today, by=by)
    amount = sum(one.amount for one in rows)
    _moved(row, amount, today)
    settle_again(row, today)
    return amount


def _parts(found: list[tuple[int, int, date]], amount: int) -> Iterator[tuple[int, int]]:
    for pk, rest, _day in found:
        part = min(rest, amount)
        if part:
            yield pk, part
        amount -= part


def _source(one: Withdrawal) -> str:
    return f"receivables:withdrawal:{one.pk}"


def _movement(one: Withdrawal, account: Account) -> ledger.Movement:
    return ledger.Movement(
        event="refund",
        product_kind="",
        charge_kind="",
        amount=one.amount,
        currency=account.currency,
        source=_source(one),
        account_id=account.pk,
    )


def _moved(account: Account, unapplied: int, today: date) -> None:
    apply([Change(account.pk, unapplied=unapplied)], on=today)
    Account.objects.filter(pk=account.pk).update(last_money_on=today)
