"""What the timelines of the contract and its client say about an act."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from roadbook.apps.leasing.models import Contract
from roadbook.apps.timeline import actions as timeline
from roadbook.kit import audit, clock

TITLES = {
    "drafted": gettext_noop("Contract %(number)s drafted"),
    "signed": gettext_noop("Contract %(number)s signed"),
    "taken_over": gettext_noop("Contract %(number)s taken over"),
    "activated": gettext_noop("Contract %(number)s activated"),
    "cancelled": gettext_noop("Contract %(number)s cancelled"),
    "handed_over": gettext_noop("Contract %(number)s handed to %(broker)s"),
    "closed": gettext_noop("Contract %(number)s closed: everything is paid"),
    "terminated": gettext_noop("Contract %(number)s terminated: %(reason)s"),
    "fee_charged": gettext_noop("Fee charged on contract %(number)s: %(name)s"),
    "taken_back": gettext_noop("Vehicle of contract %(number)s taken back"),
}


OF_VEHICLE = {
    "handed_out": gettext_noop("Handed over to the client of contract %(number)s"),
    "taken_back": gettext_noop("Taken back from the client of contract %(number)s"),
    "owned": gettext_noop("Ownership passed to the client of contract %(number)s"),
}


def tell_vehicle(contract: Contract, what: str, *, by: Any) -> None:
    """One entry on the feed of the vehicle."""
    timeline.record(
        company=contract.company,
        subject=audit.key(contract.vehicle),
        kind="contract",
        title=OF_VEHICLE[what],
        params={"number": contract.number},
        target=audit.key(contract),
        at=clock.now(),
        by=by,
    )


def tell(contract: Contract, what: str, *, by: Any, **params: Any) -> None:
    """One entry, shown on the contract and on its client. ``params`` are further words of its title."""
    timeline.record(
        company=contract.company,
        subject=audit.key(contract),
        party=contract.client,
        kind="contract",
        title=TITLES[what],
        params={"number": contract.number, **params},
        at=clock.now(),
        by=by,
    )
