"""Registers of companies and branches, and entering and changing what belongs to a company."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.organisation import actions, queries, rules
from roadbook.apps.organisation.models import BankAccount, Branch, Company
from roadbook.apps.organisation.web.forms import (
    AccountForm,
    BranchForm,
    CloseForm,
    CompanyForm,
    NewBranchForm,
    NewCompanyForm,
    PrefixForm,
)
from roadbook.apps.organisation.web.tables import BranchTable, CompanyTable
from roadbook.kit import lists
from roadbook.kit.access import requires
from roadbook.kit.forms import handle
from roadbook.kit.reauthentication import reauthenticated

from .record import company_or_404


def _tab(name: str, pk: int) -> str:
    return reverse(f"organisation:{name}", args=[pk])


@requires(rules.VIEW)
@require_GET
def company_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, CompanyTable(), template="organisation/company_list.html")


@requires(rules.VIEW)
@require_GET
def branch_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, BranchTable(), template="organisation/branch_list.html")


@requires(rules.EDIT)
def company_create(request: HttpRequest) -> HttpResponse:
    initial = {"country": "BG", "currency": "EUR", "language": "bg", "time_zone": "Europe/Sofia"}
    form = NewCompanyForm(request.POST or None, initial=initial)

    def act(_answers: dict[str, Any]) -> str:
        return _tab("company_show", actions.create_company(by=request.user, **form.told()).pk)

    return handle(request, form, act, "organisation/company_form.html")


@requires(rules.EDIT)
def company_edit(request: HttpRequest, pk: int) -> HttpResponse:
    company = company_or_404(request, pk, rules.EDIT)
    form = CompanyForm(request.POST or None, initial=_initial(company))
    form.is_of(company)

    def act(_answers: dict[str, Any]) -> str:
        return _tab("company_show", actions.change_company(company=company, by=request.user, **form.told()).pk)

    def current() -> dict[str, Any]:
        return _initial(company_or_404(request, pk, rules.EDIT))

    return handle(request, form, act, "organisation/company_form.html", {"company": company}, current=current)


def _initial(company: Company) -> dict[str, Any]:
    """The manager's number is never written into a page: it is only replaced."""
    return {**actions.told_company(company), "manager_number": "", "version": company.version}


@requires(rules.EDIT)
def branch_create(request: HttpRequest, pk: int) -> HttpResponse:
    company = company_or_404(request, pk, rules.EDIT)
    form = NewBranchForm(request.POST or None)

    def act(answers: dict[str, Any]) -> str:
        actions.create_branch(company=company, by=request.user, **answers)
        return _tab("company_branches", company.pk)

    return handle(request, form, act, "organisation/branch_form.html", {"company": company})


@requires(rules.EDIT)
def branch_edit(request: HttpRequest, pk: int) -> HttpResponse:
    branch = _branch(request, pk)
    form = BranchForm(request.POST or None, initial=_branch_initial(branch))
    form.is_of_an_existing_branch()

    def act(answers: dict[str, Any]) -> str:
        actions.change_branch(branch=branch, by=request.user, **answers)
        return _tab("company_branches", branch.company_id)

    context = {"company": branch.company, "branch": branch}
    return handle(
        request,
        form,
        act,
        "organisation/branch_form.html",
        context,
        current=lambda: _branch_initial(_branch(request, pk)),
    )


@requires(rules.EDIT)
def branch_close(request: HttpRequest, pk: int) -> HttpResponse:
    branch = _branch(request, pk)
    form = CloseForm(request.POST or None, initial={"on": branch.company.business_date})

    def act(answers: dict[str, Any]) -> str:
        actions.close_branch(branch=branch, by=request.user, on=answers["on"])
        return _tab("company_branches", branch.company_id)

    context = {"company": branch.company, "thing": branch.name, "back": _tab("company_branches", branch.company_id)}
    return handle(request, form, act, "organisation/close_form.html", context)


@requires(rules.EDIT)
@require_POST
def branch_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    branch = actions.close_branch(branch=_branch(request, pk), by=request.user, on=None)
    return HttpResponseRedirect(_tab("company_branches", branch.company_id))


@requires(rules.EDIT)
@reauthenticated
def account_create(request: HttpRequest, pk: int) -> HttpResponse:
    company = company_or_404(request, pk, rules.EDIT)
    form = AccountForm(request.POST or None, initial={"currency": company.currency, "purpose": "operating"})

    def act(answers: dict[str, Any]) -> str:
        actions.open_account(company=company, by=request.user, **answers)
        return _tab("company_accounts", pk)

    return handle(request, form, act, "organisation/account_form.html", {"company": company})


@requires(rules.EDIT)
@reauthenticated
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(request, pk)
    form = AccountForm(request.POST or None, initial=_account_initial(account))
    form.is_of_an_existing_account()

    def act(answers: dict[str, Any]) -> str:
        actions.change_account(account=account, by=request.user, **answers)
        return _tab("company_accounts", account.company_id)

    context = {"company": account.company, "account": account}
    return handle(
        request,
        form,
        act,
        "organisation/account_form.html",
        context,
        current=lambda: _account_initial(_account(request, pk)),
    )


@requires(rules.EDIT)
@reauthenticated
def account_close(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(request, pk)
    form = CloseForm(request.POST or None, initial={"on": account.company.business_date})

    def act(answers: dict[str, Any]) -> str:
        actions.close_account(account=account, by=request.user, on=answers["on"])
        return _tab("company_accounts", account.company_id)

    context = {
        "company": account.company,
        "thing": account.spaced,
        "back": _tab("company_accounts", account.company_id),
    }
    return handle(request, form, act, "organisation/close_form.html", context)


@requires(rules.EDIT)
def prefix_choose(request: HttpRequest, pk: int) -> HttpResponse:
    company = company_or_404(request, pk, rules.EDIT)
    begin = {
        "year": company.business_date.year,
        **{name: request.GET[name] for name in ("kind",) if name in request.GET},
    }
    form = PrefixForm(request.POST or None, initial=begin)

    def act(answers: dict[str, Any]) -> str:
        actions.choose_prefix(company=company, by=request.user, **answers)
        return _tab("company_series", pk)

    return handle(request, form, act, "organisation/prefix_form.html", {"company": company})


def _branch(request: HttpRequest, pk: int) -> Branch:
    return get_object_or_404(queries.branches_visible_to(request.user, rules.EDIT), pk=pk)


def _branch_initial(branch: Branch) -> dict[str, Any]:
    return {**{name: getattr(branch, name) for name in actions.BRANCH_FIELDS}, "version": branch.version}


def _account(request: HttpRequest, pk: int) -> BankAccount:
    return get_object_or_404(queries.accounts_visible_to(request.user, rules.EDIT), pk=pk)


def _account_initial(account: BankAccount) -> dict[str, Any]:
    return {**actions.told_account(account), "version": account.version}
