"""What the feed of an account's subject says about a bill."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from roadbook.apps.payables.models import Bill
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.timeline import rules
from roadbook.kit import audit

TITLES = {
    "draft": gettext_noop("Refund %(number)s of %(amount)s proposed"),
    "approve": gettext_noop("Refund %(number)s of %(amount)s approved"),
    "pay": gettext_noop("Refund %(number)s of %(amount)s paid out"),
    "cancel": gettext_noop("Refund %(number)s of %(amount)s cancelled"),
}


def tell(bill: Bill, act: str, *, by: Any) -> None:
    """One entry where the subject has a feed."""
    if not rules.is_subject(bill.account.subject):
        return
    timeline.tell_on(
        company_id=bill.company_id,
        subject=bill.account.subject,
        kind="payment",
        title=TITLES[act],
        params={"number": bill.number, "amount": {"minor": bill.amount, "currency": bill.currency}},
        by=by,
        target=audit.key(bill),
    )
