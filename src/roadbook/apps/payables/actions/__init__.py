"""Everything that changes what we owe."""

from roadbook.apps.payables.rules import BillChanged, BillRefused, OwnBill

from .approving import approve_bill, cancel_bill
from .drafting import change_refund, draft_refund
from .paying import pay_bill

__all__ = [
    "BillChanged",
    "BillRefused",
    "OwnBill",
    "approve_bill",
    "cancel_bill",
    "change_refund",
    "draft_refund",
    "pay_bill",
]
