"""Reversing a payment: counter rows for all that it did, in one transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import actions as ledger
from roadbook.apps.ledger import queries as books
from roadbook.apps.receivables import rules
from roadbook.apps.receivables.events import PaymentReversed
from roadbook.apps.receivables.models import Account, Allocation, Payment, PaymentReversal
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.timeline import rules as timeline_rules
from roadbook.calc import explain, settlement
from roadbook.kit import audit, clock
from roadbook.kit.events import publish
from roadbook.kit.money import to_decimal_text

from .positions import Change, apply
from .settling import keep, settle_again

REVERSED = gettext_noop("Payment %(number)s of %(amount)s reversed: %(reason)s")


@transaction.atomic
def reverse_payment(*, payment: Payment, reason: str, by: Any, value_on: date | None = None) -> PaymentReversal:
    """Take a payment back as of a day (the business date unless given): what it settled is owed again.

    Credit that other payments left settles what is owed again, from that day on.

    :raises PaymentReversedAlready: it was. :raises PaymentPaidBack: some of it is refunded or set aside for that.
    :raises AccountClosed, BackdatedPayment, FutureValueDate, PaymentRefused: as they say.
    """
    account = Account.objects.locked(payment.account_id)
    identity.require(by, Permission.PAYMENT_REVERSE, company_id=account.company_id, branch_id=account.branch_id)
    today, reason = account.company.business_date, reason.strip()
    value_on = value_on or today
    rules.check_reversal(account, payment, value_on, reason)
    reversal = PaymentReversal.objects.create(
        payment=payment,
        reason=reason,
        value_on=value_on,
        booked_on=today,
        reversed_by=by,
        reversed_at=clock.now(),
    )
    standing = list(payment.allocations.select_related("charge").order_by("id"))
    keep([_counter(one, reversal) for one in standing])
    sources = [_source(payment), *(f"receivables:allocation:{one.pk}" for one in standing)]
    ledger.reverse(company=account.company, rows=books.rows_of(sources), value_on=value_on, by=by)
    rest = payment.amount - sum(one.amount for one in standing)
    apply([Change(account.pk, unapplied=-rest)], on=today)
    Account.objects.filter(pk=account.pk).update(last_money_on=value_on)
    settle_again(account, value_on)
    _tell(account, payment, reversal, by)
    return reversal


def _source(payment: Payment) -> str:
    """The source of a payment's own row in the journal."""
    return f"receivables:payment:{payment.pk}"


def _counter(one: Allocation, reversal: PaymentReversal) -> Allocation:
    return Allocation(
        payment_id=one.payment_id,
        charge=one.charge,
        amount=-one.amount,
        rule=settlement.REVERSAL,
        reason=explain.to_data(settlement.taken_back(one.amount, reversal.value_on)),
        value_on=reversal.value_on,
        booked_on=reversal.booked_on,
        reverses=one,
    )


def _tell(account: Account, payment: Payment, reversal: PaymentReversal, by: Any) -> None:
    changes = {
        "amount": [to_decimal_text(payment.amount, payment.currency), None],
        "value_on": [None, reversal.value_on],
        "reason": [None, reversal.reason],
    }
    audit.record(
        action="receivables.payment.reverse", subject=payment, by=by, company_id=account.company_id, changes=changes
    )
    if timeline_rules.is_subject(account.subject):
        _tell_feed(account, payment, reversal, by)
    publish(
        PaymentReversed(
            payment_id=payment.pk,
            account_id=account.pk,
            company_id=account.company_id,
            subject=account.subject,
            amount=payment.amount,
            currency=payment.currency,
            value_on=reversal.value_on,
        )
    )


def _tell_feed(account: Account, payment: Payment, reversal: PaymentReversal, by: Any) -> None:
    amount = {"minor": payment.amount, "currency": payment.currency}
    timeline.tell_on(
        company_id=account.company_id,
        subject=account.subject,
        kind="payment",
        title=REVERSED,
        params={"number": payment.number, "amount": amount, "reason": reversal.reason},
        by=by,
        target=audit.key(payment),
    )
