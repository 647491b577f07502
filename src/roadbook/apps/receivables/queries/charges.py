"""The register of charges over all accounts."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When

from roadbook.apps.receivables.enums import ChargeState
from roadbook.apps.receivables.models import Account, Charge
from roadbook.apps.receivables.models.charges import ChargeQuerySet

# Asked row by row: a join for it would stay where only the ids of a page are chosen, and the order of the list be lost.
TODAY = Subquery(Account.objects.filter(pk=OuterRef("account_id")).values("company__business_date")[:1])
CHARGE_STATES = {
    ChargeState.SETTLED: Q(open=0),
    ChargeState.OVERDUE: Q(open__gt=0, due_on__lt=TODAY),
    ChargeState.OPEN: Q(open__gt=0, due_on__gte=TODAY),
}


def charge_register(user: Any) -> ChargeQuerySet:
    """Charges that the user may see, with what a row shows: ``state`` on the business date, ``paid`` in minor units."""
    state = Case(*(When(which, then=Value(state)) for state, which in CHARGE_STATES.items()))
    rows: ChargeQuerySet = Charge.objects.visible_to(user).select_related("account__company", "account__branch")
    found: ChargeQuerySet = rows.annotate(state=state, paid=F("amount") - F("open"))
    return found
