"""The chart of accounts and the posting rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import actions, queries
from roadbook.apps.ledger.api import schemas
from roadbook.apps.ledger.models import GLAccount, PostingRule
from roadbook.kit.api import RESPONSES, Key, idempotent
from roadbook.kit.errors import Refused

from .balance import CompanyId, company_of

router = Router(tags=["books"])


@router.get(
    "/posting-rules",
    response={200: schemas.PostingRulesOut, **RESPONSES},
    operation_id="posting_rules",
    summary="Chart and posting rules",
)
def posting_rules(request: HttpRequest, company_id: CompanyId) -> Any:
    """The company's accounts by code, and which two of them each kind of movement touches on the business date."""
    company = company_of(request, company_id)
    return {
        "company_id": company.pk,
        "accounts": [_account(one) for one in queries.chart(company)],
        "rules": [_rule(one) for one in queries.rules_of(company)],
    }


@router.post(
    "/accounts",
    response={201: schemas.GLAccountOut, **RESPONSES},
    operation_id="gl_account_add",
    summary="Add an account to the chart",
)
@idempotent
def add_account(request: HttpRequest, payload: schemas.GLAccountIn) -> Status[Any]:
    """A further account; with a purpose it may take the place of the standard one in the rules."""
    told = payload.dict()
    company = get_object_or_404(queries.companies_to_edit(request.user), pk=told.pop("company_id"))
    return Status(201, _account(actions.add_account(company=company, by=request.user, **told)))


@router.patch(
    "/accounts/{account_id}",
    response={200: schemas.GLAccountOut, **RESPONSES},
    operation_id="gl_account_change",
    summary="Name an account, retire it or take it back",
)
def change_account(request: HttpRequest, account_id: Key, payload: schemas.GLAccountChangeIn) -> Any:
    """A retired account is empty and no rule books on it."""
    rows = GLAccount.objects.visible_to(request.user, Permission.LEDGER_EDIT)
    account = get_object_or_404(rows, pk=account_id)
    name = account.name if payload.name is None else payload.name
    is_open = account.is_open if payload.is_open is None else payload.is_open
    return _account(actions.change_account(account=account, name=name, is_open=is_open, by=request.user))


@router.patch(
    "/posting-rules/{rule_id}",
    response={200: schemas.PostingRuleOut, **RESPONSES},
    operation_id="posting_rule_change",
    summary="Book a case on other accounts from a day on",
)
def change_rule(request: HttpRequest, rule_id: Key, payload: schemas.PostingRuleIn) -> Any:
    """The answer is the rule from that day on; the present one holds until then."""
    rows = PostingRule.objects.visible_to(request.user, Permission.LEDGER_EDIT)
    rule = get_object_or_404(rows.select_related("company", "debit", "credit"), pk=rule_id)
    sides = {side: _coded(rule, getattr(payload, side), side) for side in ("debit", "credit")}
    return _rule(actions.change_rule(rule=rule, effective_on=payload.effective_on, by=request.user, **sides))


def _coded(rule: PostingRule, code: str, side: str) -> GLAccount:
    """The account of this code, or the present one where none is sent."""
    present: GLAccount = getattr(rule, side)
    if not code:
        return present
    found = queries.chart(rule.company).filter(code=code).first()
    if found is None:
        raise Refused("The chart has no such account", field=side)
    return found


def _account(one: GLAccount) -> dict[str, Any]:
    fields = {name: getattr(one, name) for name in ("id", "code", "kind", "purpose", "is_open")}
    return {**fields, "name": one.title}


def _rule(one: PostingRule) -> dict[str, Any]:
    kinds = {name: getattr(one, name) for name in ("id", "event", "product_kind", "charge_kind", "effective_on")}
    return {**kinds, "debit": one.debit.code, "credit": one.credit.code}
