"""The register of payments and one payment's file."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from roadbook.apps.receivables.models import Allocation, Payment


def payment_register(user: Any) -> QuerySet[Payment]:
    """Payments that the user may see, with what a row shows: ``applied`` and ``rest`` in minor units."""
    mine = Allocation.objects.filter(payment=OuterRef("pk")).order_by().values("payment")
    applied = Coalesce(Subquery(mine.annotate(total=Sum("amount")).values("total")), 0)
    rows: QuerySet[Payment] = Payment.objects.visible_to(user).select_related("account", "company", "taken_by")
    return rows.annotate(applied=applied, rest=F("amount") - applied)


def payment_file(user: Any) -> QuerySet[Payment]:
    """Payments that the user may see, with their allocations and charges."""
    allocations = Allocation.objects.select_related("charge").order_by("id")
    rows = Payment.objects.visible_to(user).select_related(
        "account__position", "account__branch", "company", "taken_by"
    )
    return rows.prefetch_related(Prefetch("allocations", queryset=allocations))
