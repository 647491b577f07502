"""What is owed to us and what arrived."""

from .accounts import Account, AccountParty
from .charges import Charge
from .payments import Allocation, Payment
from .positions import AccountPosition
from .reversals import PaymentReversal, Withdrawal

__all__ = [
    "Account",
    "AccountParty",
    "AccountPosition",
    "Allocation",
    "Charge",
    "Payment",
    "PaymentReversal",
    "Withdrawal",
]
