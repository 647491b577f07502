"""The trial balance."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import queries
from roadbook.apps.ledger.web.forms import BooksForm
from roadbook.apps.organisation.models import Company
from roadbook.kit.access import requires


@requires(Permission.LEDGER_VIEW)
@require_GET
def trial_balance(request: HttpRequest) -> HttpResponse:
    """The trial balance of one company on its business date, or ``?on=`` another; turnover ``?since=`` a day."""
    form, company = _chosen(request)
    balance = None
    if company:
        asked = form.cleaned_data
        balance = queries.trial_balance(company, asked.get("on") or company.business_date, asked.get("since"))
    template = "ledger/trial_balance_table.html" if getattr(request, "htmx", False) else "ledger/trial_balance.html"
    return render(request, template, {"form": form, "company": company, "balance": balance})


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
