"""The trial balance."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from roadbook.apps.ledger import queries
from roadbook.apps.ledger.api.schemas import TrialBalanceOut
from roadbook.apps.ledger.queries import BalanceLine
from roadbook.apps.organisation.models import Company
from roadbook.kit.api import RESPONSES, Key, money_out

router = Router(tags=["books"])
CompanyId = Annotated[Key, Query(description="The own company whose books these are")]
On = Annotated[date | None, Query(None, description="Booked up to and including; the business date when left out")]

Since = Annotated[date | None, Query(None, description="Turnover from this day on; ever when left out")]
SIDES = ("opening_debit", "opening_credit", "debit", "credit", "debit_balance", "credit_balance")


@router.get(
    "/trial-balance",
    response={200: TrialBalanceOut, **RESPONSES},
    operation_id="trial_balance",
    summary="Trial balance",
)
def trial_balance(request: HttpRequest, company_id: CompanyId, on: On = None, since: Since = None) -> Any:
    """Every account with movements, and the totals of both sides; with ``since`` turnover from that day on."""
    company = company_of(request, company_id)
    balance = queries.trial_balance(company, on or company.business_date, since)
    totals = [
        {
            "currency": one.currency,
            **{side: money_out(getattr(one, side), one.currency) for side in ("debit", "credit")},
        }
        for one in balance.totals
    ]
    return {
        "company_id": company.pk,
        "on": balance.on,
        "since": balance.since,
        "lines": [_line(one) for one in balance.lines],
        "totals": totals,
    }


def company_of(request: HttpRequest, pk: int) -> Company:
    company = queries.companies(request.user).filter(pk=pk).first()
    if company is None:
        raise Http404
    return company


def _line(one: BalanceLine) -> dict[str, Any]:
    sums = {side: money_out(getattr(one, side), one.currency) for side in SIDES}
    return {"code": one.account.code, "name": one.account.title, "kind": one.account.kind, **sums}
