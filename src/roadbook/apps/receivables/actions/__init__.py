"""Everything that changes what is owed to us."""

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
from .receipts import issue_receipt, receipt_data
from .settling import plan_settlement, settle_credit, settle_from_credit

__all__ = [
    "AccountClosed",
    "AccountRefused",
    "BackdatedPayment",
    "ChargeLine",
    "ChargeRefused",
    "CurrencyMismatch",
    "FutureValueDate",
    "PaymentRefused",
    "age_positions",
    "book_disbursement",
    "charge",
    "charge_many",
    "close_account",
    "following",
    "issue_receipt",
    "open_account",
    "plan_positions",
    "plan_settlement",
    "rebuild_position",
    "receipt_data",
    "settle_credit",
    "settle_from_credit",
    "take_payment",
]
