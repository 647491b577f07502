"""What payments and reversals must be like. Asked by the actions under the account's lock, by previews without it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.kit.errors import Refused

from .models import Account, Charge, Payment, PaymentReversal

LONGEST_REASON = 200


class PaymentRefused(Refused):
    """This payment cannot be taken."""

    code = "payment"


class BackdatedPayment(PaymentRefused):
    """The value date is before the account's last money event: what came since would have to be settled anew."""

    code = "payment_backdated"


class FutureValueDate(PaymentRefused):
    """The value date is after the company's business date."""

    code = "payment_in_future"


class AccountClosed(PaymentRefused):
    """Nothing more is booked on a closed account."""

    code = "account_closed"


class PaymentReversedAlready(PaymentRefused):
    """A reversal stands: it is not made twice, and not reversed itself."""

    code = "payment_reversed"


class PaymentPaidBack(PaymentRefused):
    """Some of the payment was paid back, or is set aside for it."""

    code = "payment_refunded"


class CreditShort(PaymentRefused):
    """More is asked for than is unapplied on the account."""

    code = "credit_short"


class CurrencyMismatch(PaymentRefused):
    """The payment is not in the account's currency."""

    code = "currency_mismatch"


def check_payment(account: Account, amount: int, currency: str, value_on: date, received_on: date) -> None:
    """Refuse what may not be booked on this account today, with the reason. ``account.company`` is loaded.

    :raises PaymentRefused: or one of its kinds.
    """
    check_open(account)
    check_currency(account, currency)
    if amount <= 0:
        raise PaymentRefused(_("A payment has an amount above zero."), field="amount")
    _check_dates(account, value_on, received_on)


def check_open(account: Account) -> None:
    """Money moves on open accounts only.

    :raises AccountClosed: this one is closed.
    """
    if not account.is_open:
        raise AccountClosed(_("Account %(number)s is closed.") % {"number": account.number})


def check_reversal(account: Account, payment: Payment, value_on: date, reason: str) -> None:
    """Refuse to reverse what cannot be, with the reason. Asked under the account's lock.

    :raises PaymentRefused: or one of its kinds.
    """
    if PaymentReversal.objects.filter(payment=payment).exists():
        raise PaymentReversedAlready(_("This payment has been reversed already."))
    check_open(account)
    if payment.withdrawals.aggregate(left=Sum("amount"))["left"]:
        raise PaymentPaidBack(
            _("Some of this payment was paid back, or is set aside for that. Cancel the refund first.")
        )
    if not reason or len(reason) > LONGEST_REASON:
        raise PaymentRefused(_("Say in at most 200 characters why."), field="reason")
    if value_on < payment.value_on:
        raise BackdatedPayment(_("The payment came after this date."), field="value_on")
    check_value_date(account, value_on)


def check_currency(account: Account, currency: str) -> None:
    """An account is in one currency.

    :raises CurrencyMismatch: this is another.
    """
    if currency != account.currency:
        raise CurrencyMismatch(_("This account is in %(currency)s.") % {"currency": account.currency}, field="currency")


def _check_dates(account: Account, value_on: date, received_on: date) -> None:
    check_value_date(account, value_on)
    if received_on > account.company.business_date:
        raise FutureValueDate(_("The day of receipt is after the business date."), field="received_on")


def check_value_date(account: Account, value_on: date) -> None:
    """Money counts from a day between the account's last money event and the business date.

    :raises FutureValueDate, BackdatedPayment: it would not.
    """
    if value_on > account.company.business_date:
        raise FutureValueDate(_("The value date is after the business date."), field="value_on")
    if account.last_money_on and value_on < account.last_money_on:
        raise BackdatedPayment(
            _("Money with a later value date has been booked on this account already, so this date is too early."),
            field="value_on",
        )
    if value_on < account.opened_on:
        raise BackdatedPayment(_("The account was opened after this date."), field="value_on")


def check_instructions(charges: Sequence[Charge], instructions: Sequence[int]) -> None:
    """The payer may name what is open on the account, each once.

    :raises PaymentRefused: something else was named.
    """
    known = {one.pk for one in charges}
    if len(set(instructions)) != len(instructions) or not set(instructions) <= known:
        raise PaymentRefused(_("One of the chosen items is not open on this account."), field="instructions")


def may_reverse(user: Any, payment: Payment) -> bool:
    """Who holds the permission at the account's branch, while the payment stands and its account is open."""
    account = payment.account
    where = {"company_id": account.company_id, "branch_id": account.branch_id}
    stands = account.is_open and not payment.is_reversed
    return stands and bool(identity.may(user, Permission.PAYMENT_REVERSE, **where))
