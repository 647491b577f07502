"""Taking a payment: one transaction from the money to the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import actions as ledger
from roadbook.apps.organisation import actions as organisation
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables import queries, rules
from roadbook.apps.receivables.enums import Channel
from roadbook.apps.receivables.events import PaymentAllocated
from roadbook.apps.receivables.models import Account, Payment
from roadbook.apps.receivables.rules import (
    AccountClosed,
    BackdatedPayment,
    CurrencyMismatch,
    FutureValueDate,
    PaymentRefused,
)
from roadbook.kit import audit, clock, crash, storing, text
from roadbook.kit.events import publish
from roadbook.kit.money import to_decimal_text

from .positions import Change, apply
from .settling import movements, store

__all__ = [
    "AccountClosed",
    "BackdatedPayment",
    "CurrencyMismatch",
    "FutureValueDate",
    "PaymentRefused",
    "take_payment",
]


@transaction.atomic
def take_payment(
    *,
    account: Account,
    amount: int,
    channel: str,
    value_on: date,
    payer_name: str,
    by: Any,
    received_on: date | None = None,
    reference: str = "",
    instructions: Sequence[int] = (),
    payer: Party | None = None,
    currency: str | None = None,
) -> Payment:
    """Take ``amount`` (minor units) on the account and apply it to what is charged; the rest is the client's credit.

    ``instructions`` are charge ids that the payer named: these first. ``received_on`` falls back to
    ``value_on``, ``currency`` to the account's.

    :raises BackdatedPayment: the value date is before the account's last money event.
    :raises FutureValueDate: the value date, or the day of receipt, is after the business date.
    :raises AccountClosed, CurrencyMismatch, PaymentRefused: as they say.
    :raises PostingRefused: the books do not take it.
    """
    row = Account.objects.locked(account.pk)
    identity.require(by, Permission.PAYMENT_TAKE, company_id=row.company_id, branch_id=row.branch_id)
    received_on = received_on or value_on
    rules.check_payment(row, amount, currency or row.currency, value_on, received_on)
    if payer is not None and payer.company_id != row.company_id:
        raise PaymentRefused(_("The payer is a client of another company."), field="payer")
    if not payer_name:
        raise PaymentRefused(_("Say who paid."), field="payer_name")
    if channel not in Channel.values:
        raise PaymentRefused(_("Money comes in cash, by bank or by card."), field="channel")
    charges = queries.open_charges(row)
    rules.check_instructions(charges, instructions)
    number = organisation.next_number(company=row.company, kind="receipt", on=row.company.business_date)
    payment = Payment(
        account=row,
        company=row.company,
        number=number,
        channel=channel,
        payer=payer,
        payer_name=payer_name,
        amount=amount,
        currency=row.currency,
        received_on=received_on,
        value_on=value_on,
        booked_on=row.company.business_date,
        reference=reference,
        instructions=list(instructions),
        search_text=_search_text(row, number, amount, payer_name, reference),
        taken_by=by,
        taken_at=clock.now(),
    )
    storing.insert_one(payment)
    _book(row, payment, queries.settlement_of_payment(row, payment, charges), by)
    return payment


def _search_text(account: Account, number: str, amount: int, payer_name: str, reference: str) -> str:
    figure = to_decimal_text(amount, account.currency)
    return text.search_text(number, account.search_text, payer_name, reference, figure)


def _book(account: Account, payment: Payment, applied: Sequence[queries.Applied], by: Any) -> None:
    rows = store(applied, booked_on=payment.booked_on)
    receipt = ledger.Movement(
        event=f"payment/{payment.channel}",
        product_kind="",
        charge_kind="",
        amount=payment.amount,
        currency=payment.currency,
        source=f"receivables:payment:{payment.pk}",
        account_id=account.pk,
    )
    ledger.post(
        company=account.company,
        branch_id=account.branch_id,
        event_id=f"receivables:payment:{payment.pk}",
        value_on=payment.value_on,
        movements=[receipt, *movements(rows, currency=payment.currency)],
        by=by,
    )
    crash.point("payment.posted")
    rest = payment.amount - sum(one.amount for one in rows)
    apply([Change(account.pk, unapplied=rest)], on=payment.booked_on)
    last = max([payment.value_on, *(one.value_on for one in rows)])
    if last != account.last_money_on:
        Account.objects.filter(pk=account.pk).update(last_money_on=last)
    _tell(account, payment, by)


def _tell(account: Account, payment: Payment, by: Any) -> None:
    new = {
        "number": [None, payment.number],
        "amount": [None, to_decimal_text(payment.amount, payment.currency)],
        "currency": [None, payment.currency],
        "channel": [None, payment.channel],
        "value_on": [None, payment.value_on],
        "account": [None, account.number],
    }
    audit.record(action="receivables.payment.take", subject=payment, by=by, company_id=account.company_id, changes=new)
    publish(
        PaymentAllocated(
            payment_id=payment.pk,
            account_id=account.pk,
            company_id=account.company_id,
            subject=account.subject,
            amount=payment.amount,
            currency=payment.currency,
            value_on=payment.value_on,
        )
    )
