"""Screens of tax documents and of the VAT register."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.billing import actions, queries, rules
from roadbook.apps.billing.models import TaxDocument
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.apps.timeline import rules as timeline
from roadbook.calc.explain import to_data
from roadbook.kit import forms, lists
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused

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
        **_told(document, request.GET.get("why", "")),
        "may_credit": document.gross + credited > 0 and rules.may_credit(request.user, document),
        "has_e_invoice": queries.has_e_invoice(document),
        "may_print": rules.may_print(request.user, document),
        "languages": settings.LANGUAGES,
        "subject_url": timeline.page_of(request.user, document.subject) if document.subject else "",
    }
    return render(request, "billing/document_show.html", context)


def _told(document: TaxDocument, asked: str) -> dict[str, Any]:
    """What ``?why=`` asks for: a sum of the document by its name, or an amount of a line: ``vat-2`` of the second."""
    name, _dash, place = asked.partition("-")
    if not place:
        line = queries.explain(document, name)
        return {"explained": to_data(line), "why": asked} if line else {}
    row = next((one for one in document.lines.all() if str(one.position) == place), None)
    line = queries.explain_line(row, name) if row else None
    return {"why_line": to_data(line), "why": asked, "why_at": row.position} if row and line else {}


@requires(Permission.TAX_VIEW)
@require_GET
def document_ksef(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as XML for KSeF; what stands in the way is said on its page."""
    document = get_object_or_404(queries.document_file(request.user), pk=pk)
    try:
        content = queries.e_invoice(document)
    except queries.EInvoiceRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("billing:document_show", pk=pk)
    return HttpResponse(
        content,
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{document.number}.xml"'},
    )


@requires(Permission.TAX_VIEW)
@require_POST
def document_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the PDF in a language, the client's unless one is chosen, and show it."""
    document = get_object_or_404(queries.document_file(request.user), pk=pk)
    if not rules.may_print(request.user, document):
        raise PermissionDenied
    try:
        made = actions.print_document(
            document=document, language=request.POST.get("language") or document.language, by=request.user
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("billing:document_show", pk=pk)
    return redirect("documents:document_file", pk=made.pk)


@requires(Permission.TAX_VIEW)
@require_GET
def document_panel(request: HttpRequest) -> HttpResponse:
    """The tax documents of a contract, for its page."""
    subject = request.GET.get("subject", "")
    rows = queries.document_register(request.user).filter(subject=subject).order_by("-pk") if subject else []
    return render(request, "billing/document_panel.html", {"rows": rows})


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
