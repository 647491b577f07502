"""Screens of own companies and their branches."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from roadbook.apps.organisation import actions, queries, rules
from roadbook.kit import lists
from roadbook.kit.access import requires
from roadbook.kit.forms import handle

from .forms import BranchForm, CompanyForm, NewBranchForm, NewCompanyForm
from .tables import CompanyTable


def _page_of(pk: int) -> str:
    return reverse("organisation:company_show", args=[pk])


@requires(rules.VIEW)
@require_GET
def company_list(request: HttpRequest) -> HttpResponse:
    companies = queries.companies_visible_to(request.user)
    return lists.render(request, CompanyTable(), companies, template="organisation/company_list.html")


@requires(rules.VIEW)
@require_GET
def company_show(request: HttpRequest, pk: int) -> HttpResponse:
    company = get_object_or_404(queries.companies_visible_to(request.user), pk=pk)
    context = {
        "company": company,
        "branches": queries.branches_of(company),
        "series": queries.series_of(company),
        "may_edit": rules.policy().may(request.user, rules.EDIT, company.pk),
    }
    return render(request, "organisation/company_show.html", context)


@requires(rules.EDIT)
def company_create(request: HttpRequest) -> HttpResponse:
    form = NewCompanyForm(request.POST or None, initial={"country": "BG", "currency": "EUR", "language": "bg"})

    def act(answers: dict[str, Any]) -> str:
        return _page_of(actions.create_company(by=request.user, **answers).pk)

    return handle(request, form, act, "organisation/company_form.html")


@requires(rules.EDIT)
def company_edit(request: HttpRequest, pk: int) -> HttpResponse:
    company = get_object_or_404(queries.companies_visible_to(request.user, rules.EDIT), pk=pk)
    initial = {name: getattr(company, name) for name in actions.COMPANY_FIELDS}
    form = CompanyForm(request.POST or None, initial=initial)

    def act(answers: dict[str, Any]) -> str:
        return _page_of(actions.change_company(company=company, by=request.user, **answers).pk)

    return handle(request, form, act, "organisation/company_form.html", {"company": company})


@requires(rules.EDIT)
def branch_create(request: HttpRequest, pk: int) -> HttpResponse:
    company = get_object_or_404(queries.companies_visible_to(request.user, rules.EDIT), pk=pk)
    form = NewBranchForm(request.POST or None)

    def act(answers: dict[str, Any]) -> str:
        actions.create_branch(company=company, by=request.user, **answers)
        return _page_of(company.pk)

    return handle(request, form, act, "organisation/branch_form.html", {"company": company})


@requires(rules.EDIT)
def branch_edit(request: HttpRequest, pk: int) -> HttpResponse:
    branch = get_object_or_404(queries.branches_visible_to(request.user, rules.EDIT), pk=pk)
    initial = {name: getattr(branch, name) for name in actions.BRANCH_FIELDS}
    form = BranchForm(request.POST or None, initial=initial)

    def act(answers: dict[str, Any]) -> str:
        actions.change_branch(branch=branch, by=request.user, **answers)
        return _page_of(branch.company_id)

    context = {"company": branch.company, "branch": branch}
    return handle(request, form, act, "organisation/branch_form.html", context)
