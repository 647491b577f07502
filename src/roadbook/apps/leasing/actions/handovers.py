"""Writing down that the vehicle changed hands, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import rules
from roadbook.apps.leasing.enums import HandingKind, ProductKind
from roadbook.apps.leasing.events import VehicleTakenBack
from roadbook.apps.leasing.models import Contract, HandOver
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.vehicles import actions as vehicles
from roadbook.apps.vehicles.actions import OdometerDoubtful, VehicleRefused
from roadbook.apps.vehicles.enums import OdometerSource
from roadbook.kit import audit, clock
from roadbook.kit.errors import Refused
from roadbook.kit.events import publish

from .telling import tell, tell_vehicle

SOURCES = {HandingKind.GIVEN: OdometerSource.HAND_OVER, HandingKind.RETURNED: OdometerSource.RETURN}
LONGEST = {"place": 120, "handed_by": 120, "received_by": 120, "note": 500}


class HandOverRefused(Refused):
    """The hand-over cannot be written down like this."""

    code = "hand_over"


@dataclass(frozen=True)
class Handing:
    """What the protocol says beside the day: who gave the vehicle to whom, where, with how many kilometres."""

    odometer_km: int | None = None
    place: str = ""
    handed_by: str = ""
    received_by: str = ""
    note: str = ""


def write_hand_over(contract: Contract, kind: HandingKind, *, on: date, handing: Handing, by: Any) -> HandOver:
    """The protocol of a contract whose row is locked; the odometer is read with it.

    :raises HandOverRefused: a text is too long, or the odometer would run backwards.
    """
    texts = {name: " ".join(getattr(handing, name).split()) for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(texts[name]) > longest:
            raise HandOverRefused(_("At most %(most)d characters.") % {"most": longest}, field=name)
    if handing.odometer_km is not None:
        _read_odometer(contract, SOURCES[kind], on, handing.odometer_km)
    return HandOver.objects.create(
        contract=contract,
        kind=kind,
        handed_on=on,
        odometer_km=handing.odometer_km,
        **texts,
        created_at=clock.now(),
        created_by=by,
    )


def _read_odometer(contract: Contract, source: OdometerSource, on: date, value: int) -> None:
    """Whoever hands a vehicle over need not be one who changes vehicles: the reading comes with the protocol."""
    try:
        vehicles.read_odometer(vehicle=contract.vehicle, by=None, value=value, on=on, source=source)
    except (OdometerDoubtful, VehicleRefused) as refusal:
        raise HandOverRefused(str(refusal), field="odometer_km", code="odometer") from refusal


@transaction.atomic
def take_back(*, contract: Contract, by: Any, on: date | None = None, handing: Handing | None = None) -> HandOver:
    """The vehicle of an operating lease, or of a contract that was terminated, is with us again.

    A vehicle that stayed ours moves in the books to the returned ones; what was financed was written back before.

    :raises HandOverRefused: the contract is not one of these, the vehicle is back already, or the day cannot be.
    """
    row = Contract.objects.locked(contract.pk)
    rules.require(by, Permission.CONTRACT_CLOSE, row)
    day = on or row.company.business_date
    if not rules.returns_vehicle(row):
        raise HandOverRefused(_("The vehicle of this contract does not come back to us."))
    if row.hand_overs.filter(kind=HandingKind.RETURNED).exists():
        raise HandOverRefused(_("The vehicle has been taken back already."))
    if not (row.activated_on or row.signed_on) <= day <= row.company.business_date:
        raise HandOverRefused(_("Between the hand-over and the business date."), field="on")
    made = write_hand_over(row, HandingKind.RETURNED, on=day, handing=handing or Handing(), by=by)
    if row.product.kind == ProductKind.OPERATING_LEASE:
        receivables.book_return(
            account=row.live_account,
            amount=row.price,
            product_kind=row.product.kind,
            value_on=day,
            source=f"leasing:contract:{row.pk}:return",
            is_financed=False,
            by=by,
        )
    changes = {"returned_on": [None, day], "odometer_km": [None, made.odometer_km]}
    audit.record(action="leasing.contract.take_back", subject=row, by=by, company_id=row.company_id, changes=changes)
    tell(row, "taken_back", by=by)
    tell_vehicle(row, "taken_back", by=by)
    publish(VehicleTakenBack(contract_id=row.pk, company_id=row.company_id, vehicle_id=row.vehicle_id, returned_on=day))
    return made
