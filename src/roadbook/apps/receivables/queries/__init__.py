"""Reading what is owed to us."""

from .accounts import account_file, accounts_like, accounts_of, debtor_language, debtor_name, payers_of, payments_of
from .charges import CHARGE_STATES, charge_register
from .explaining import SUMS, explain_charge, explain_charged, explain_paid, explain_sum
from .finding import find_accounts, find_payments, recent_accounts, recent_payments
from .general import check_general_ledger
from .movements import PAYMENT_SUMS, explain_movement, explain_payment
from .papers import money_kinds, receipt, slip
from .proof import check_counter_rows, check_credit, check_derived, check_journal, check_settled
from .register import PAYMENT_STATES, WITH_CREDIT, payment_file, payment_register
from .settlement import (
    Applied,
    Preview,
    accounts_to_settle,
    credits_of,
    open_charges,
    plain_preview,
    preview_payment,
    settlement_of_credit,
    settlement_of_payment,
    waterfall_of,
)
from .statement import Statement, StatementRow, statement

__all__ = [
    "CHARGE_STATES",
    "PAYMENT_STATES",
    "PAYMENT_SUMS",
    "SUMS",
    "WITH_CREDIT",
    "Applied",
    "Preview",
    "Statement",
    "StatementRow",
    "account_file",
    "accounts_like",
    "accounts_of",
    "accounts_to_settle",
    "charge_register",
    "check_counter_rows",
    "check_credit",
    "check_derived",
    "check_general_ledger",
    "check_journal",
    "check_settled",
    "credits_of",
    "debtor_language",
    "debtor_name",
    "explain_charge",
    "explain_charged",
    "explain_movement",
    "explain_paid",
    "explain_payment",
    "explain_sum",
    "find_accounts",
    "find_payments",
    "money_kinds",
    "open_charges",
    "payers_of",
    "payment_file",
    "payment_register",
    "payments_of",
    "plain_preview",
    "preview_payment",
    "receipt",
    "recent_accounts",
    "recent_payments",
    "settlement_of_credit",
    "settlement_of_payment",
    "slip",
    "statement",
    "waterfall_of",
]
