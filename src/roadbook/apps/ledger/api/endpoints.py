"""The books."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from roadbook.apps.ledger import queries
from roadbook.apps.ledger.models import PostingRule
from roadbook.apps.ledger.queries import BalanceLine
from roadbook.apps.organisation.models import Company
from roadbook.kit.api import RESPONSES, Key, money_out

from .schemas import PostingRulesOut, TrialBalanceOut

router = Router(tags=["books"])
CompanyId = Annotated[Key, Query(description="The own company whose books these are")]
On = Annotated[date | None, Query(None, description="Booked up to and including; the business date when left out")]


@router.get(
    "/trial-balance",
    response={200: TrialBalanceOut, **RESPONSES},
    operation_id="trial_balance",
    summary="Trial balance",
)
def trial_balance(request: HttpRequest, company_id: CompanyId, on: On = None) -> Any:
    """Every account with movements, and the totals of both sides."""
    company = _company(request, company_id)
    balance = queries.trial_balance(company, on or company.business_date)
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
        "lines": [_line(one) for one in balance.lines],
        "totals": totals,
    }


@router.get(
    "/posting-rules",
    response={200: PostingRulesOut, **RESPONSES},
    operation_id="posting_rules",
    summary="Chart and posting rules",
)
def posting_rules(request: HttpRequest, company_id: CompanyId) -> Any:
    """The company's accounts by code, and which two of them each kind of movement touches."""
    company = _company(request, company_id)
    accounts = [
        {"code": one.code, "name": one.title, "kind": one.kind, "purpose": one.purpose}
        for one in queries.chart(company)
    ]
    return {
        "company_id": company.pk,
        "accounts": accounts,
        "rules": [_rule(one) for one in queries.rules_of(company)],
    }


def _company(request: HttpRequest, pk: int) -> Company:
    company = queries.companies(request.user).filter(pk=pk).first()
    if company is None:
        raise Http404
    return company


def _rule(one: PostingRule) -> dict[str, str]:
    kinds = {"event": one.event, "product_kind": one.product_kind, "charge_kind": one.charge_kind}
    return {**kinds, "debit": one.debit.code, "credit": one.credit.code}


def _line(one: BalanceLine) -> dict[str, Any]:
    sides = ("debit", "credit", "debit_balance", "credit_balance")
    sums = {side: money_out(getattr(one, side), one.currency) for side in sides}
    return {"code": one.account.code, "name": one.account.title, "kind": one.account.kind, **sums}
