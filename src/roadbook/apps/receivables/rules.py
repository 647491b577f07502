"""What a payment must be like. Asked by the action under the account's lock, and by the preview without it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from roadbook.kit.errors import Refused

from .models import Account, Charge


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


class CurrencyMismatch(PaymentRefused):
    """The payment is not in the account's currency."""

    code = "currency_mismatch"


def check_payment(account: Account, amount: int, currency: str, value_on: date, received_on: date) -> None:
    """Refuse what may not be booked on this account today, with the reason. ``account.company`` is loaded.

    :raises PaymentRefused: or one of its kinds.
    """
    if not account.is_open:
        raise AccountClosed(_("Account %(number)s is closed.") % {"number": account.number})
    check_currency(account, currency)
    if amount <= 0:
        raise PaymentRefused(_("A payment has an amount above zero."), field="amount")
    _check_dates(account, value_on, received_on)


def check_currency(account: Account, currency: str) -> None:
    """An account is in one currency.

    :raises CurrencyMismatch: this is another.
    """
    if currency != account.currency:
        raise CurrencyMismatch(_("This account is in %(currency)s.") % {"currency": account.currency}, field="currency")


def _check_dates(account: Account, value_on: date, received_on: date) -> None:
    today = account.company.business_date
    if value_on > today:
        raise FutureValueDate(_("The value date is after the business date."), field="value_on")
    if received_on > today:
        raise FutureValueDate(_("The day of receipt is after the business date."), field="received_on")
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
