"""When money arrives for a contract, its feed says so; client and vehicle are found on it as they are called now."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from roadbook.apps.leasing.models import Contract
from roadbook.apps.parties.events import PartyChanged
from roadbook.apps.receivables.events import PaymentAllocated
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.vehicles.events import CatalogueRenamed, VehicleChanged
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


@subscribe(VehicleChanged)
def find_by_the_plate(event: VehicleChanged) -> None:
    actions.following.reindex_on_vehicle(vehicle_id=event.vehicle_id)


@subscribe(PartyChanged)
def find_by_the_client(event: PartyChanged) -> None:
    actions.following.reindex_of_client(party_id=event.party_id)
