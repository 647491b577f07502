"""Reading what we owe."""

from .bills import accounts_with_credit, bill_file, bill_register, bills_on, payee_accounts
from .proof import check_approved, check_refunds

__all__ = [
    "accounts_with_credit",
    "bill_file",
    "bill_register",
    "bills_on",
    "check_approved",
    "check_refunds",
    "payee_accounts",
]
