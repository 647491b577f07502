"""The register of charges over all accounts."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, Value, When

from roadbook.apps.receivables.enums import ChargeState
from roadbook.apps.receivables.models import Charge
from roadbook.apps.receivables.models.charges import ChargeQuerySet


def charge_register(user: Any) -> ChargeQuerySet:
    """Charges that the user may see, with what a row shows: ``state`` on the business date, ``paid`` in minor units."""
    state = Case(
        When(open=0, then=Value(ChargeState.SETTLED)),
        When(due_on__lt=F("account__company__business_date"), then=Value(ChargeState.OVERDUE)),
        default=Value(ChargeState.OPEN),
    )
    rows: ChargeQuerySet = Charge.objects.visible_to(user).select_related("account__company", "account__branch")
    found: ChargeQuerySet = rows.annotate(state=state, paid=F("amount") - F("open"))
    return found
