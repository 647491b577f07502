"""Recording that what was approved has left the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.ledger import actions as ledger
from roadbook.apps.payables import rules, states
from roadbook.apps.payables.enums import BillEvent, BillState
from roadbook.apps.payables.events import BillPaid
from roadbook.apps.payables.models import Bill
from roadbook.kit import clock
from roadbook.kit.events import publish
from roadbook.kit.states import MoveRefused, move

from .telling import tell


@transaction.atomic
def pay_bill(*, bill: Bill, by: Any, paid_on: date | None = None, reference: str = "") -> Bill:
    """Record the payout of an approved bill on a day (the business date unless given) and book it.

    :raises MoveRefused: it is not approved, or paid already. :raises BillChanged: it is not what was approved (I11).
    :raises BillRefused: the day does not fit.
    """
    row = Bill.objects.locked(bill.pk)
    rules.require(by, BillEvent.PAY, row)
    if row.state != BillState.APPROVED:
        raise MoveRefused(_("Only what is approved can be paid out, and once."))
    if row.payload_hash != row.approved_hash:
        raise rules.BillChanged(_("This is not what was approved. It must be approved again."))
    paid_on = paid_on or row.company.business_date
    rules.check_payout(row, paid_on)
    paid = {
        "paid_on": paid_on,
        "paid_by": by,
        "paid_at": clock.now(),
        "paid_hash": row.payload_hash,
        "payout_reference": reference,
    }
    move(row, BillEvent.PAY, table=states.BILL, by=by, together=paid)
    _book(row, paid_on, by)
    tell(row, "pay", by=by)
    publish(
        BillPaid(
            bill_id=row.pk,
            company_id=row.company_id,
            account_id=row.account_id,
            amount=row.amount,
            currency=row.currency,
            paid_on=paid_on,
        )
    )
    return row


def _book(row: Bill, paid_on: date, by: Any) -> None:
    key = f"payables:bill:{row.pk}:payout"
    payout = ledger.Movement(
        event=f"payout/{row.channel}",
        product_kind="",
        charge_kind="",
        amount=row.amount,
        currency=row.currency,
        source=key,
        account_id=row.account_id,
    )
    ledger.post(company=row.company, branch_id=row.branch_id, event_id=key, value_on=paid_on, movements=[payout], by=by)
