"""Own companies and their branches."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from roadbook.apps.identity import queries, rules
from roadbook.apps.identity.api.schemas import (
    BranchChangeIn,
    BranchIn,
    BranchOut,
    CompanyChangeIn,
    CompanyFileOut,
    CompanyIn,
    CompanyOut,
)
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation import actions
from roadbook.apps.organisation import queries as organisation
from roadbook.apps.organisation import rules as may
from roadbook.apps.organisation.models import Company
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, StrictSchema, idempotent, page

router = Router(tags=["companies"])
OWN = ("code", "name", "country", "currency", "language", "business_date")


@router.get("", response={200: Page[CompanyOut], **RESPONSES}, operation_id="company_list", summary="Own companies")
def list_companies(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """The own companies in which the caller holds a permission, by code."""
    found = queries.companies_of(request.user).prefetch_related("branches")
    return page(request, found, cursor, limit, order="code")


@router.post(
    "", response={201: CompanyFileOut, **RESPONSES}, operation_id="company_create", summary="Open an own company"
)
@idempotent
def create_company(request: HttpRequest, payload: CompanyIn) -> Any:
    """Open an own company. Its books open, and the caller becomes its administrator, a moment later."""
    company = actions.create_company(by=request.user, **payload.dict(exclude_unset=True))
    return Status(201, _file(company, sees_details=True))


@router.get(
    "/{company_id}", response={200: CompanyFileOut, **RESPONSES}, operation_id="company_show", summary="An own company"
)
def show_company(request: HttpRequest, company_id: Key) -> dict[str, Any]:
    """One own company with its branches; ``details`` are null for who may not see them."""
    company = _company(request, company_id)
    sees = rules.may(request.user, Permission.COMPANY_VIEW, company_id=company.pk)
    return _file(company, sees_details=bool(sees))


@router.patch(
    "/{company_id}",
    response={200: CompanyFileOut, **RESPONSES},
    operation_id="company_change",
    summary="Change an own company",
)
def change_company(request: HttpRequest, company_id: Key, payload: CompanyChangeIn) -> dict[str, Any]:
    """Change what is sent. Code, country and currency are for ever."""
    company = actions.change_company(company=_company(request, company_id), by=request.user, **_sent(payload))
    return _file(company, sees_details=True)


@router.post(
    "/{company_id}/branches",
    response={201: BranchOut, **RESPONSES},
    operation_id="branch_create",
    summary="Add a branch",
)
@idempotent
def create_branch(request: HttpRequest, company_id: Key, payload: BranchIn) -> Any:
    """Add a branch to an own company."""
    company = _company(request, company_id)
    return Status(201, actions.create_branch(company=company, by=request.user, **payload.dict(exclude_unset=True)))


@router.patch(
    "/branches/{branch_id}",
    response={200: BranchOut, **RESPONSES},
    operation_id="branch_change",
    summary="Change a branch",
)
def change_branch(request: HttpRequest, branch_id: Key, payload: BranchChangeIn) -> Any:
    """Change what is sent. The code is for ever."""
    branch = get_object_or_404(organisation.branches_visible_to(request.user, may.EDIT), pk=branch_id)
    return actions.change_branch(branch=branch, by=request.user, **_sent(payload))


def _company(request: HttpRequest, pk: int) -> Company:
    company = queries.companies_of(request.user).filter(pk=pk).first()
    if company is None:
        raise Http404
    return company


def _sent(payload: StrictSchema) -> dict[str, Any]:
    return {name: value for name, value in payload.dict(exclude_unset=True).items() if value is not None}


def _file(company: Company, *, sees_details: bool) -> dict[str, Any]:
    own = {name: getattr(company, name) for name in OWN}
    told = {**actions.told_company(company), "manager_number": company.manager_masked}
    details = told if sees_details else None
    return {**own, "id": company.pk, "branches": list(organisation.branches_of(company)), "details": details}
