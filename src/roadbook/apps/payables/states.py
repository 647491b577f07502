"""The life of a bill. A change takes an approval away."""

from __future__ import annotations

from .enums import BillEvent, BillState

START = BillState.DRAFT

BILL: dict[str, dict[str, str]] = {
    BillState.DRAFT: {
        BillEvent.APPROVE: BillState.APPROVED,
        BillEvent.CANCEL: BillState.CANCELLED,
    },
    BillState.APPROVED: {
        BillEvent.PAY: BillState.PAID,
        BillEvent.CHANGE: BillState.DRAFT,
        BillEvent.CANCEL: BillState.CANCELLED,
    },
    BillState.PAID: {},
    BillState.CANCELLED: {},
}

OWNERS = {BillState.DRAFT: "manager", BillState.APPROVED: "cashier"}

DIAGRAMS = {"bill": (BILL, START, OWNERS)}
