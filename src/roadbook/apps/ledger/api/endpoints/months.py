"""Months of the books."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import actions, queries
from roadbook.apps.ledger.api.schemas import PeriodOut, ReopenIn
from roadbook.apps.ledger.models import Period
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

from .balance import CompanyId, company_of

router = Router(tags=["books"])


@router.get(
    "/months", response={200: Page[PeriodOut], **RESPONSES}, operation_id="period_list", summary="Months of the books"
)
def list_months(request: HttpRequest, company_id: CompanyId, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """The months of a company in which something was booked."""
    rows = queries.months(request.user).filter(company=company_of(request, company_id))
    found = page(request, rows, cursor, limit)
    return {**found, "items": [_month(one) for one in found["items"]]}


@router.post(
    "/months/{month_id}/close",
    response={200: PeriodOut, **RESPONSES},
    operation_id="period_close",
    summary="Close a month",
)
@idempotent
def close_month(request: HttpRequest, month_id: Key) -> Any:
    """Nothing is booked in it any more. Earlier months are closed first."""
    row = _closable(request, month_id)
    return _month(actions.close_period(company=row.company, year=row.year, month=row.month, by=request.user))


@router.post(
    "/months/{month_id}/reopen",
    response={200: PeriodOut, **RESPONSES},
    operation_id="period_reopen",
    summary="Open a month again",
)
@idempotent
def reopen_month(request: HttpRequest, month_id: Key, payload: ReopenIn) -> Any:
    """For a reason, which the audit log keeps. The last closed month comes first."""
    return _month(actions.reopen_period(period=_closable(request, month_id), reason=payload.reason, by=request.user))


def _closable(request: HttpRequest, pk: int) -> Period:
    rows = Period.objects.visible_to(request.user, Permission.LEDGER_CLOSE).select_related("company")
    found: Period = get_object_or_404(rows, pk=pk)
    return found


def _month(one: Period) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("id", "company_id", "year", "month", "is_open", "closed_at")}
