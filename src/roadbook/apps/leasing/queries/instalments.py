"""The register of instalments over all contracts: what was planned, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing.enums import ContractState, InstalmentState
from roadbook.apps.leasing.models import Instalment, ScheduleVersion
from roadbook.apps.organisation.models import Company
from roadbook.apps.receivables.models import Charge

from .debts import source

PARTS = ("principal", "interest", "rent")
LIVE = (ContractState.ACTIVE, ContractState.CLOSED)


def instalment_register(user: Any) -> QuerySet[Instalment]:
    """Instalments of plans in force of contracts that are or were live, as far as the user may see the contracts.

    ``open`` is what is charged and not paid, minor units; ``state`` tells where it stands on the business date.
    """
    where = identity.scope(user, Permission.CONTRACT_VIEW)
    seen = Q(contract__company_id__in=where.company_ids) | Q(contract__branch_id__in=where.branch_ids)
    # Asked row by row: joined, a plan may become the outer loop, and the order of the list is lost.
    plans = ScheduleVersion.objects.filter(seen, pk=OuterRef("schedule_id"), is_active=True, contract__state__in=LIVE)
    rows = Instalment.objects.filter(Exists(plans)).select_related(
        *(f"schedule__contract__{name}" for name in ("client", "company", "branch"))
    )
    return rows.annotate(open=_open()).annotate(state=_state(), paid=_paid())


def with_open_charges() -> Q:
    """Instalments of which something is charged and not paid: between the first and the last day on which any charge
    is open, because an instalment and its charges fall due together.
    """
    dues = Charge.objects.open().values("due_on")
    first, last = (Subquery(dues.order_by(order)[:1]) for order in ("due_on", "-due_on"))
    return Q(_is_open(), charged_on__isnull=False, due_on__gte=first, due_on__lte=last)


def in_states(codes: Collection[str]) -> Q:
    """Instalments in one of these states, in columns that an index knows."""
    late = Q(due_on__lt=_business_date())
    # The dates of all companies bound where the index is read; each row's own decides.
    days = Company.objects.values("business_date")
    earliest, latest = (Subquery(days.order_by(order)[:1]) for order in ("business_date", "-business_date"))
    meaning = {
        InstalmentState.PLANNED: Q(charged_on__isnull=True),
        InstalmentState.PAID: Q(charged_on__isnull=False) & ~Q(_is_open()),
        InstalmentState.OVERDUE: with_open_charges() & late & Q(due_on__lt=latest),
        InstalmentState.DUE: with_open_charges() & ~late & Q(due_on__gte=earliest),
    }
    return Q(*(meaning[InstalmentState(code)] for code in sorted(set(codes))), _connector=Q.OR)


def _keys() -> list[Any]:
    """The sources that charges of an instalment may have."""
    key = Cast(OuterRef("pk"), CharField())
    return [Concat(Value(head), key, Value(tail)) for head, tail in (source("?", part).split("?") for part in PARTS)]


def _is_open() -> Any:
    return Exists(Charge.objects.open().filter(source__in=_keys()).order_by())


def _open() -> Any:
    """What is open of the charges of an instalment, found by their unique sources."""
    mine = Charge.objects.filter(source__in=_keys()).order_by().values("product_kind")
    return Coalesce(Subquery(mine.annotate(left=Sum("open")).values("left")[:1], output_field=BigIntegerField()), 0)


def _state() -> Any:
    return Case(
        When(charged_on__isnull=True, then=Value(InstalmentState.PLANNED)),
        When(open=0, then=Value(InstalmentState.PAID)),
        When(due_on__lt=_business_date(), then=Value(InstalmentState.OVERDUE)),
        default=Value(InstalmentState.DUE),
    )


def _business_date() -> Any:
    """Asked row by row, too: a join for it would stay where only the ids of a page are chosen."""
    return Subquery(
        ScheduleVersion.objects.filter(pk=OuterRef("schedule_id")).values("contract__company__business_date")[:1]
    )


def _paid() -> Any:
    return Case(When(charged_on__isnull=True, then=Value(0)), default=F("total") - F("open"))
