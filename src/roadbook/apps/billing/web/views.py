"""Screens of tax documents and of the VAT register."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from roadbook.apps.billing import actions, queries, rules
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.apps.timeline import rules as timeline
from roadbook.calc.explain import to_data
from roadbook.kit import forms, lists
from roadbook.kit.access import requires

from .forms import CreditForm, RegisterForm
from .tables import TaxDocumentTable, VatTable


@requires(Permission.TAX_VIEW)
@require_GET
def document_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, TaxDocumentTable(), template="billing/document_list.html")


@requires(Permission.TAX_VIEW)
@require_GET
def vat_entry_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, VatTable(), template="billing/vat_entry_list.html")


@requires(Permission.TAX_VIEW)
@require_GET
def document_show(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(queries.document_file(request.user), pk=pk)
    credited = sum(one.gross for one in document.corrections.all() if one.gross < 0)
    context = {
        "document": document,
        "lines": document.lines.all(),
        "credited": credited,
        "rest": document.gross + credited,
        "explained": [to_data(one) for one in queries.explain(document)],
        "may_credit": document.gross + credited > 0 and rules.may_credit(request.user, document),
        "subject_url": timeline.page_of(request.user, document.subject) if document.subject else "",
    }
    return render(request, "billing/document_show.html", context)


@requires(Permission.TAX_CREDIT)
def document_credit(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose lines and say why; the credit note is shown."""
    document = get_object_or_404(queries.document_register(request.user, Permission.TAX_CREDIT), pk=pk)
    form = CreditForm(request.POST or None, left=queries.remaining(document), currency=document.currency)

    def act(answers: dict[str, Any]) -> str:
        note = actions.credit(document=document, by=request.user, **answers)
        return reverse("billing:document_show", args=[note.pk])

    return forms.handle(request, form, act, "billing/credit_form.html", {"document": document})


@requires(Permission.TAX_VIEW)
@require_GET
def vat_register(request: HttpRequest) -> HttpResponse:
    """The sums of a company's month by rate, or of the days asked for."""
    form, company = _asked(request)
    register = None
    if company:
        today = company.business_date
        since = form.cleaned_data.get("since") or today.replace(day=1)
        register = queries.vat_register(request.user, company, since, form.cleaned_data.get("until") or today)
    part = "billing/vat_register_table.html" if getattr(request, "htmx", False) else "billing/vat_register.html"
    return render(request, part, {"form": form, "company": company, "register": register})


def _asked(request: HttpRequest) -> tuple[RegisterForm, Company | None]:
    """The company asked for, else the first whose register the user may see; another's is not found."""
    first = queries.companies(request.user).first()
    asked = request.GET.copy()
    if first and not asked.get("company"):
        asked["company"] = str(first.pk)
    form = RegisterForm(asked, user=request.user)
    form.is_valid()
    company = form.cleaned_data.get("company")
    if first and company is None:
        raise Http404
    return form, company
