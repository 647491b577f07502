"""When money arrives for a contract, its feed says so; called otherwise, a vehicle is found so on its contracts."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from roadbook.apps.leasing.models import Contract
from roadbook.apps.receivables.events import PaymentAllocated
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.vehicles.events import CatalogueRenamed
from roadbook.kit import clock
from roadbook.kit.events import subscribe

from . import actions

RECEIVED = gettext_noop("%(amount)s received")
RECEIVED_FOR_ANOTHER_DAY = gettext_noop("%(amount)s received, value date %(day)s")


@subscribe(PaymentAllocated)
def tell_of_payment(event: PaymentAllocated) -> None:
    """One entry for each payment, on the contract whose account it settled."""
    if event.subject.partition(":")[0] != Contract._meta.label_lower:
        return
    timeline.tell_on(
        company_id=event.company_id,
        subject=event.subject,
        kind="payment",
        title=RECEIVED if event.value_on == clock.now().date() else RECEIVED_FOR_ANOTHER_DAY,
        params={
            "amount": {"minor": event.amount, "currency": event.currency},
            "day": {"day": event.value_on.isoformat()},
        },
        by=None,
    )


@subscribe(CatalogueRenamed)
def find_by_the_new_name(event: CatalogueRenamed) -> None:
    actions.following.reindex_catalogued(kind=event.kind, entry_id=event.entry_id)
