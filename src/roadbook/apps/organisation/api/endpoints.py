"""Bank accounts, number series and holidays of own companies, under /api/v1/companies."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from roadbook.apps.organisation import actions, queries, rules
from roadbook.apps.organisation.models import BankAccount, Company
from roadbook.kit.api import RESPONSES, Key, idempotent

from .schemas import (
    AccountChangeIn,
    AccountIn,
    BankAccountOut,
    BranchCloseIn,
    CloseIn,
    HolidayOut,
    PrefixIn,
    SeriesOut,
    ShownNumberOut,
    ShowReasonIn,
)

router = Router(tags=["companies"])
YearAsked = Annotated[int | None, Query(None, ge=2000, le=2100)]


@router.get(
    "/{company_id}/bank-accounts",
    response={200: list[BankAccountOut], **RESPONSES},
    operation_id="bank_account_list",
    summary="Bank accounts",
)
def list_accounts(request: HttpRequest, company_id: Key) -> Any:
    """The bank accounts of a company, open ones first."""
    return queries.accounts_of(_company(request, company_id, rules.VIEW))


@router.post(
    "/{company_id}/bank-accounts",
    response={201: BankAccountOut, **RESPONSES},
    operation_id="bank_account_create",
    summary="Add a bank account",
)
@idempotent
def create_account(request: HttpRequest, company_id: Key, payload: AccountIn) -> Any:
    """Add a bank account; the first of a currency stands on papers."""
    company = _company(request, company_id, rules.EDIT)
    return Status(201, actions.open_account(company=company, by=request.user, **payload.dict(exclude_unset=True)))


@router.patch(
    "/bank-accounts/{account_id}",
    response={200: BankAccountOut, **RESPONSES},
    operation_id="bank_account_change",
    summary="Change a bank account",
)
def change_account(request: HttpRequest, account_id: Key, payload: AccountChangeIn) -> Any:
    """Change what is sent."""
    sent = payload.dict(exclude_unset=True)
    told = {name: value for name, value in sent.items() if value is not None or name == "opened_on"}
    return actions.change_account(account=_account(request, account_id), by=request.user, **told)


@router.post(
    "/bank-accounts/{account_id}/close",
    response={200: BankAccountOut, **RESPONSES},
    operation_id="bank_account_close",
    summary="Close a bank account",
)
@idempotent
def close_account(request: HttpRequest, account_id: Key, payload: CloseIn) -> Any:
    """It is off the papers, and no longer offered."""
    return Status(200, actions.close_account(account=_account(request, account_id), by=request.user, on=payload.on))


@router.post(
    "/branches/{branch_id}/close",
    response={204: None, **RESPONSES},
    operation_id="branch_close",
    summary="Close or reopen a branch",
)
@idempotent
def close_branch(request: HttpRequest, branch_id: Key, payload: BranchCloseIn) -> Any:
    """What belongs to it stays where it is."""
    _need(request, rules.EDIT)
    branch = get_object_or_404(queries.branches_visible_to(request.user, rules.EDIT), pk=branch_id)
    actions.close_branch(branch=branch, by=request.user, on=payload.on)
    return Status(204, None)


@router.get(
    "/{company_id}/series",
    response={200: list[SeriesOut], **RESPONSES},
    operation_id="series_list",
    summary="Number series",
)
def list_series(request: HttpRequest, company_id: Key) -> Any:
    """What comes next in every series, and which numbers are missing."""
    return queries.series_book(_company(request, company_id, rules.VIEW))


@router.post(
    "/{company_id}/series",
    response={200: list[SeriesOut], **RESPONSES},
    operation_id="series_choose",
    summary="Choose a prefix",
)
@idempotent
def choose_prefix(request: HttpRequest, company_id: Key, payload: PrefixIn) -> Any:
    """Before the first number of the year is given; afterwards 409."""
    company = _company(request, company_id, rules.EDIT)
    actions.choose_prefix(company=company, by=request.user, **payload.dict())
    return Status(200, queries.series_book(company))


@router.get(
    "/{company_id}/holidays",
    response={200: list[HolidayOut], **RESPONSES},
    operation_id="holiday_list",
    summary="Public holidays",
)
def list_holidays(request: HttpRequest, company_id: Key, year: YearAsked = None) -> Any:
    """Public holidays of the company's country, in the year of its business date unless another is asked for."""
    company = _company(request, company_id, rules.VIEW)
    return [{"on": on, "name": name} for on, name in queries.holidays_of(company, year or company.business_date.year)]


@router.post(
    "/{company_id}/manager-number",
    response={200: ShownNumberOut, **RESPONSES},
    operation_id="manager_number_show",
    summary="The manager's national number",
)
def show_manager_number(request: HttpRequest, company_id: Key, payload: ShowReasonIn) -> Any:
    """The whole number, for a reason that stays in the audit log."""
    company = _company(request, company_id, rules.VIEW)
    return {"number": actions.show_manager_number(company=company, reason=payload.reason, by=request.user)}


def _need(request: HttpRequest, permission: str) -> None:
    """403 for those who hold the permission nowhere; rows of other companies are 404."""
    if not rules.policy().company_ids(request.user, permission):
        raise PermissionDenied(permission)


def _company(request: HttpRequest, pk: int, permission: str) -> Company:
    _need(request, permission)
    return get_object_or_404(queries.companies_visible_to(request.user, permission), pk=pk)


def _account(request: HttpRequest, pk: int) -> BankAccount:
    _need(request, rules.EDIT)
    return get_object_or_404(queries.accounts_visible_to(request.user, rules.EDIT), pk=pk)
