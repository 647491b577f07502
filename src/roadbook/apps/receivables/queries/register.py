"""The register of payments and one payment's file."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Value, When

from roadbook.apps.receivables.enums import PaymentState
from roadbook.apps.receivables.models import Allocation, Payment, PaymentReversal
from roadbook.apps.receivables.models.payments import PaymentQuerySet

from .settlement import part_of_payment, rest_of_payment

REVERSED = Exists(PaymentReversal.objects.filter(payment=OuterRef("pk")))
PAYMENT_STATES = {PaymentState.BOOKED: Q(~REVERSED), PaymentState.REVERSED: Q(REVERSED)}
WITH_CREDIT = Q(rest__gt=0, account__position__unapplied__gt=0)  # the position is quick to ask, the rest is exact


def payment_register(user: Any, permission: str | None = None) -> PaymentQuerySet:
    """Payments that the user may see, with what a row shows: ``state``, and ``applied`` and ``rest`` in minor units."""
    stands = Case(When(reversal__isnull=False, then=Value(PaymentState.REVERSED)), default=Value(PaymentState.BOOKED))
    left = Case(When(reversal__isnull=False, then=Value(0)), default=rest_of_payment())
    rows: PaymentQuerySet = Payment.objects.visible_to(user, permission).select_related(
        "account__branch", "company", "taken_by", "payer", "reversal__reversed_by"
    )
    found: PaymentQuerySet = rows.annotate(state=stands, applied=part_of_payment(Allocation), rest=left)
    return found


def payment_file(user: Any, permission: str | None = None) -> PaymentQuerySet:
    """The register with allocations, their charges, and what was set aside of a payment."""
    allocations = Allocation.objects.select_related("charge").order_by("id")
    rows = payment_register(user, permission).select_related("account__position")
    return rows.prefetch_related(Prefetch("allocations", queryset=allocations), "withdrawals")
