"""Saying yes to what somebody else proposed, and calling a proposal off."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.payables import rules, states
from roadbook.apps.payables.enums import BillEvent, BillState
from roadbook.apps.payables.events import BillApproved
from roadbook.apps.payables.models import Bill
from roadbook.apps.receivables import actions as receivables
from roadbook.kit import clock
from roadbook.kit.events import publish
from roadbook.kit.states import MoveRefused, move

from .telling import tell


@transaction.atomic
def approve_bill(*, bill: Bill, revision: int, by: Any) -> Bill:
    """Approve what the bill says now (I11): another person than made it, the ``revision`` that he saw.

    :raises OwnBill: the same person proposed it, or nobody in particular approves.
    :raises BillChanged: it was changed meanwhile. :raises MoveRefused: it does not wait for approval.
    """
    row = Bill.objects.locked(bill.pk)
    rules.require(by, BillEvent.APPROVE, row)
    if by is None or row.made_by_id == by.pk:
        raise rules.OwnBill(_("Whoever proposed a payout cannot approve it: somebody else has to."))
    if revision != row.revision:
        raise rules.BillChanged(_("It was changed after you opened it. Look at it again before you approve."))
    if row.state != BillState.DRAFT:
        raise MoveRefused(_("Only what waits for approval can be approved."))
    seal = {"approved_by": by, "approved_at": clock.now(), "approved_hash": row.payload_hash}
    move(row, BillEvent.APPROVE, table=states.BILL, by=by, together=seal)
    tell(row, "approve", by=by)
    publish(
        BillApproved(
            bill_id=row.pk,
            company_id=row.company_id,
            account_id=row.account_id,
            amount=row.amount,
            currency=row.currency,
        )
    )
    return row


@transaction.atomic
def cancel_bill(*, bill: Bill, reason: str, by: Any) -> Bill:
    """Call the payout off: what was set aside is the client's credit again and settles what is charged.

    :raises BillRefused: without a reason. :raises MoveRefused: it is paid or cancelled.
    :raises AccountClosed: the account that the credit would go back to is closed.
    """
    row = Bill.objects.locked(bill.pk)
    rules.require(by, BillEvent.CANCEL, row)
    reason = reason.strip()
    if not 0 < len(reason) <= rules.LONGEST_REASON:
        raise rules.BillRefused(_("Say in at most 200 characters why."), field="reason")
    move(row, BillEvent.CANCEL, table=states.BILL, by=by, reason=reason, together=rules.NO_APPROVAL)
    receivables.return_credit(account=row.account, source=row.source, by=by)
    tell(row, "cancel", by=by)
    return row
