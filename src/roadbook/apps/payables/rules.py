"""What a bill must be like, and what this user may do to it now."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.jurisdictions import rules as jurisdictions
from roadbook.kit.errors import Conflict, Refused

from .enums import BillEvent, PayoutChannel
from .models import Bill
from .states import BILL

NO_APPROVAL = {"approved_by": None, "approved_at": None, "approved_hash": ""}
LONGEST_REASON, LONGEST_NAME = 200, 200
NEEDS = {
    BillEvent.APPROVE: (Permission.BILL_APPROVE,),
    BillEvent.CHANGE: (Permission.BILL_DRAFT,),
    BillEvent.PAY: (Permission.BILL_PAY,),
    BillEvent.CANCEL: (Permission.BILL_DRAFT, Permission.BILL_APPROVE),
}
"""Any one of these opens the event."""


class BillRefused(Refused):
    """This cannot be paid like that."""

    code = "bill"


class OwnBill(BillRefused):
    """Nobody approves what he proposed himself."""

    code = "bill_own"


class BillChanged(Conflict):
    """What is to be paid is not what was approved, or what the user saw."""

    code = "bill_changed"


def may(user: Any, event: BillEvent, bill: Bill) -> bool:
    """Does the user hold what the event needs at the bill's branch, whatever its state?"""
    where = {"company_id": bill.company_id, "branch_id": bill.branch_id}
    return any(identity.may(user, permission, **where) for permission in NEEDS[event])


def require(user: Any, event: BillEvent, bill: Bill) -> None:
    """:raises Forbidden: the user holds nothing that opens the event."""
    if not may(user, event, bill):
        identity.require(user, NEEDS[event][0], company_id=bill.company_id, branch_id=bill.branch_id)


def moves(user: Any, bill: Bill) -> set[str]:
    """What the user may do to the bill now. A draft is changed by who drafts; its maker does not approve it."""
    events = {*BILL[bill.state], *([BillEvent.CHANGE] if bill.state == "draft" else [])}
    allowed = {str(event) for event in events if may(user, BillEvent(event), bill)}
    return allowed - ({str(BillEvent.APPROVE)} if bill.made_by_id == getattr(user, "pk", None) else set())


def check_contents(bill: Bill) -> None:
    """Refuse contents that could not be paid out, each at its field. The account number becomes its normal form.

    :raises BillRefused: or what the country's rule for account numbers says.
    """
    if bill.payee is not None and bill.payee.company_id != bill.company_id:
        raise BillRefused(_("The payee is a client of another company."), field="payee")
    if not 0 < len(bill.payee_name) <= LONGEST_NAME:
        raise BillRefused(_("Say to whom it is paid."), field="payee_name")
    if not 0 < len(bill.reason) <= LONGEST_REASON:
        raise BillRefused(_("Say in at most 200 characters why."), field="reason")
    if bill.channel not in PayoutChannel.values:
        raise BillRefused(_("Money leaves by bank or in cash."), field="channel")
    _check_account(bill)


def _check_account(bill: Bill) -> None:
    if bill.channel == PayoutChannel.CASH:
        bill.payee_account = ""
    elif not bill.payee_account:
        raise BillRefused(_("A bank transfer needs the payee’s account number."), field="payee_account")
    else:
        try:
            bill.payee_account = jurisdictions.check_account(bill.payee_account)
        except Refused as refusal:
            raise BillRefused(str(refusal), field="payee_account", code=refusal.code) from refusal


def check_payout(bill: Bill, paid_on: date) -> None:
    """Money leaves between the day of the proposal and the business date.

    :raises BillRefused: it would not.
    """
    if paid_on > bill.company.business_date:
        raise BillRefused(_("The day of the payout is after the business date."), field="paid_on")
    if paid_on < bill.drafted_on:
        raise BillRefused(_("The refund was proposed after this date."), field="paid_on")
