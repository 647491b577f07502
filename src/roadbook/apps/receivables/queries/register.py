"""The register of payments and one payment's file."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from roadbook.apps.receivables.models import Allocation, Payment
from roadbook.kit import figures, text
from roadbook.kit.money import format_money
from roadbook.kit.search import Hit


def payment_register(user: Any) -> QuerySet[Payment]:
    """Payments that the user may see, with what a row shows: ``applied`` and ``rest`` in minor units."""
    mine = Allocation.objects.filter(payment=OuterRef("pk")).order_by().values("payment")
    applied = Coalesce(Subquery(mine.annotate(total=Sum("amount")).values("total")), 0)
    rows: QuerySet[Payment] = Payment.objects.visible_to(user).select_related("account", "company", "taken_by")
    return rows.annotate(applied=applied, rest=F("amount") - applied)


def find_payments(user: Any, words: str, limit: int) -> list[Hit]:
    """For the palette: by number, amount, reference or account, newest first. A name alone finds none."""
    if not any(sign.isdigit() for sign in words):
        return []
    found = Payment.objects.visible_to(user).select_related("account")
    for word in words.replace(",", ".").split():
        found = found.filter(search_text__icontains=text.fold(word))
    return [_hit(one) for one in found.order_by("-pk")[:limit]]


def _hit(payment: Payment) -> Hit:
    detail = (
        f"{format_money(payment.amount, payment.currency)} · {payment.payer_name} · {figures.day(payment.value_on)}"
    )
    return Hit(reverse("receivables:payment_show", args=[payment.pk]), payment.number, detail, "banknote")


def payment_file(user: Any) -> QuerySet[Payment]:
    """Payments that the user may see, with their allocations and charges."""
    allocations = Allocation.objects.select_related("charge").order_by("id")
    rows = Payment.objects.visible_to(user).select_related(
        "account__position", "account__branch", "company", "taken_by"
    )
    return rows.prefetch_related(Prefetch("allocations", queryset=allocations))
