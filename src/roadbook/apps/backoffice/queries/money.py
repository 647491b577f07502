"""Money today, who is late, and what the portfolio amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import queries as leasing
from roadbook.apps.leasing.models import Contract
from roadbook.apps.receivables import queries as receivables
from roadbook.apps.receivables.enums import Bucket
from roadbook.apps.receivables.models import Payment

SHOWN = 8
POSITION = "account__position__"


@dataclass(frozen=True)
class Till:
    """Payments booked on the present business date: their sum by currency, and the latest ones."""

    sums: list[Any]
    latest: list[Payment]


def till(user: Any) -> Till:
    """Today's payments of the companies and branches where the user takes payments. Two statements."""
    mine = Payment.objects.visible_to(user, Permission.PAYMENT_TAKE).values("pk")
    today = receivables.payment_register(user).standing().filter(booked_on=F("company__business_date"), pk__in=mine)
    sums = today.order_by("currency").values("currency").annotate(total=Sum("amount"), count=Count("pk"))
    return Till(sums=list(sums), latest=list(today.order_by("-pk")[:SHOWN]))


def overdue(user: Any, **of: Any) -> list[Contract]:
    """Active contracts with overdue debt, the latest payer first; ``of`` narrows them, to those of a broker."""
    late = leasing.register(user).active().filter(**of).filter(**{POSITION + "days_past_due__gt": 0})
    return list(late.order_by("-" + POSITION + "days_past_due", "pk")[:SHOWN])


def due_next(user: Any, **of: Any) -> list[Contract]:
    """Active contracts whose charged instalment falls due next, the nearest first; ``of`` narrows them."""
    coming = leasing.register(user).active().filter(**of).filter(**{POSITION + "next_due_on__isnull": False})
    return list(coming.order_by(POSITION + "next_due_on", "pk")[:SHOWN])


@dataclass(frozen=True)
class Ageing:
    """Active contracts of one class of days past due: how many, and the share of all in thousandths."""

    bucket: Bucket
    count: int
    permille: int


@dataclass(frozen=True)
class Portfolio:
    """Active contracts: sums by company in minor units, and their ageing."""

    sums: list[Any]
    ageing: list[Ageing]


def portfolio(user: Any) -> Portfolio:
    """What is out, what of it is late, and how late. Two statements."""
    active = Contract.objects.visible_to(user).active().order_by()
    overdue = F(POSITION + "overdue_principal") + F(POSITION + "overdue_interest") + F(POSITION + "overdue_other")
    sums = (
        active.order_by("company__name", "currency")
        .values("company_id", "currency", company_name=F("company__name"))
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=Q(**{POSITION + "days_past_due__gt": 0})),
            outstanding=Sum(F(POSITION + "principal_not_due") + F(POSITION + "billed_not_due") + overdue),
            overdue=Sum(overdue),
        )
    )
    counts = dict(active.values_list(POSITION + "bucket").annotate(count=Count("pk")))
    everything = sum(counts.values())
    shares = [Ageing(one, counts.get(one, 0), counts.get(one, 0) * 1000 // max(everything, 1)) for one in Bucket]
    return Portfolio(sums=list(sums), ageing=shares)
