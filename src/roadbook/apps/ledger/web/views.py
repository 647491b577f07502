"""Screens of the books."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import queries
from roadbook.apps.organisation.models import Company
from roadbook.kit.access import requires

from .forms import BooksForm


@requires(Permission.LEDGER_VIEW)
@require_GET
def trial_balance(request: HttpRequest) -> HttpResponse:
    """The trial balance of one company, of its business date unless ``?on=`` says another."""
    form, company = _chosen(request)
    balance = queries.trial_balance(company, form.cleaned_data.get("on") or company.business_date) if company else None
    template = "ledger/trial_balance_table.html" if getattr(request, "htmx", False) else "ledger/trial_balance.html"
    return render(request, template, {"form": form, "company": company, "balance": balance})


@requires(Permission.LEDGER_VIEW)
@require_GET
def posting_rules(request: HttpRequest) -> HttpResponse:
    """The chart and the rules of one company."""
    form, company = _chosen(request)
    context: dict[str, Any] = {"form": form, "company": company}
    if company:
        context |= {"accounts": queries.chart(company), "rules": queries.rules_of(company)}
    return render(request, "ledger/posting_rules.html", context)


def _chosen(request: HttpRequest) -> tuple[BooksForm, Company | None]:
    """The company asked for, else the first whose books the user may see; another's is not found."""
    first = queries.companies(request.user).first()
    asked = request.GET.copy()
    if first and not asked.get("company"):
        asked["company"] = str(first.pk)
    form = BooksForm(asked, user=request.user)
    form.is_valid()
    company = form.cleaned_data.get("company")
    if first and company is None:
        raise Http404
    return form, company
