"""Everything that changes what is owed to us."""

from roadbook.apps.receivables.rules import CreditShort, PaymentPaidBack, PaymentReversedAlready

from . import following
from .accounts import AccountRefused, book_disbursement, close_account, open_account
from .charging import ChargeLine, ChargeRefused, charge, charge_many
from .paying import (
    AccountClosed,
    BackdatedPayment,
    CurrencyMismatch,
    FutureValueDate,
    PaymentRefused,
    take_payment,
)
from .positions import age_positions, plan_positions, rebuild_position
from .receipts import issue_receipt, issue_slip
from .returning import book_return
from .reversing import reverse_payment
from .settling import apply_credit, plan_settlement, settle_credit, settle_from_credit
from .statements import PeriodRefused, issue_statement, statement_data
from .taking import TakingRefused, give_back_balances, take_over_balances
from .withdrawing import return_credit, withdraw_credit

__all__ = [
    "AccountClosed",
    "AccountRefused",
    "BackdatedPayment",
    "ChargeLine",
    "ChargeRefused",
    "CreditShort",
    "CurrencyMismatch",
    "FutureValueDate",
    "PaymentPaidBack",
    "PaymentRefused",
    "PaymentReversedAlready",
    "PeriodRefused",
    "TakingRefused",
    "age_positions",
    "apply_credit",
    "book_disbursement",
    "book_return",
    "charge",
    "charge_many",
    "close_account",
    "following",
    "give_back_balances",
    "issue_receipt",
    "issue_slip",
    "issue_statement",
    "open_account",
    "plan_positions",
    "plan_settlement",
    "rebuild_position",
    "return_credit",
    "reverse_payment",
    "settle_credit",
    "settle_from_credit",
    "statement_data",
    "take_over_balances",
    "take_payment",
    "withdraw_credit",
]
