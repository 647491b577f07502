"""The caller, and the own companies that the caller works for."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest
from ninja import Router

from roadbook.apps.identity import queries, rules
from roadbook.apps.identity.models import User
from roadbook.kit.api import RESPONSES, Cursor, Limit, Page, page

from .schemas import CompanyOut, MeOut

me = Router(tags=["me"])
companies = Router(tags=["companies"])


@me.get("", response={200: MeOut, **RESPONSES}, operation_id="me", summary="Who am I")
def show_me(request: HttpRequest) -> dict[str, Any]:
    """The caller with the roles and permissions that count in this request."""
    user = cast("User", request.user)
    roles = [one for one in rules.current_assignments(user) if rules.granted(one, user)]
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "permissions": sorted(queries.permissions(user)),
        "roles": roles,
    }


@companies.get("", response={200: Page[CompanyOut], **RESPONSES}, operation_id="company_list", summary="Own companies")
def list_companies(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """The own companies in which the caller holds a permission, by code."""
    found = queries.companies_of(request.user).prefetch_related("branches")
    return page(request, found, cursor, limit, order="code")


@companies.get(
    "/{company_id}", response={200: CompanyOut, **RESPONSES}, operation_id="company_show", summary="One own company"
)
def show_company(request: HttpRequest, company_id: int) -> Any:
    """One own company with its branches."""
    company = queries.companies_of(request.user).filter(pk=company_id).prefetch_related("branches").first()
    if company is None:
        raise Http404
    return company
