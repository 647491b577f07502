"""Screens of payments and accounts."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.documents import queries as documents
from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.models import Account
from roadbook.apps.timeline import rules as timeline
from roadbook.kit import audit, forms, lists
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused

from .forms import PaymentForm
from .tables import PaymentTable

_KEY = re.compile(r"[0-9]{1,18}")


@requires(Permission.PAYMENT_VIEW)
@require_GET
def payment_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, PaymentTable(), template="receivables/payment_list.html")


@requires(Permission.PAYMENT_TAKE)
def payment_create(request: HttpRequest) -> HttpResponse:
    """Find the account first; with ``?account=`` take the payment on it."""
    account = _account(request)
    if account is None:
        return _search(request)
    form = PaymentForm(request.POST or None, account=account, offered=queries.plain_preview(account))

    def act(answers: dict[str, Any]) -> str:
        payment = actions.take_payment(account=account, by=request.user, **answers)
        return reverse("receivables:payment_show", args=[payment.pk])

    context = {"account": account, **_previewed(account, form)}
    return forms.handle(request, form, act, "receivables/payment_form.html", context)


@requires(Permission.PAYMENT_TAKE)
@require_GET
def payment_preview(request: HttpRequest) -> HttpResponse:
    """What the payment as typed so far would settle."""
    account = _account(request)
    if account is None:
        return _search(request)
    form = PaymentForm(request.GET, account=account, offered=queries.plain_preview(account))
    context = {"account": account, "form": form, **_previewed(account, form)}
    return render(request, "receivables/payment_preview.html", context)


@requires(Permission.PAYMENT_VIEW)
@require_GET
def payment_show(request: HttpRequest, pk: int) -> HttpResponse:
    payment = get_object_or_404(queries.payment_file(request.user), pk=pk)
    applied = sum(one.amount for one in payment.allocations.all())
    context = {
        "payment": payment,
        "account": payment.account,
        "applied": applied,
        "rest": payment.amount - applied,
        "why": request.GET.get("why", ""),
        "receipts": documents.documents_of(request.user, [audit.key(payment)]),
        "languages": settings.LANGUAGES,
    }
    return render(request, "receivables/payment_show.html", context)


@requires(Permission.DOCUMENT_MAKE)
@require_POST
def payment_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the receipt in the language asked for (once) and show it."""
    payment = get_object_or_404(queries.payment_file(request.user), pk=pk)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    document = actions.issue_receipt(payment=payment, language=language, by=request.user)
    return HttpResponseRedirect(reverse("documents:document_file", args=[document.pk]))


@requires(Permission.PAYMENT_VIEW)
@require_GET
def account_show(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(queries.account_file(request.user), pk=pk)
    context = {
        "account": account,
        "position": account.position,
        "rows": queries.statement_rows(account),
        "may_take": account.is_open and _may_take(request, account),
        "subject_url": timeline.page_of(request.user, account.subject),
    }
    return render(request, "receivables/account_show.html", context)


def _may_take(request: HttpRequest, account: Account) -> bool:
    where = {"company_id": account.company_id, "branch_id": account.branch_id}
    return bool(identity.may(request.user, Permission.PAYMENT_TAKE, **where))


def _account(request: HttpRequest) -> Account | None:
    """The account that the address names, among those on which the user may take payments."""
    asked = request.GET.get("account", "")
    if not asked:
        return None
    rows = queries.account_file(request.user, Permission.PAYMENT_TAKE)
    return get_object_or_404(rows, pk=int(asked) if _KEY.fullmatch(asked) else 0)


def _search(request: HttpRequest) -> HttpResponse:
    term = request.GET.get("q", "")
    context = {"term": term, "accounts": queries.accounts_like(request.user, term, Permission.PAYMENT_TAKE)}
    part = "receivables/account_found.html" if getattr(request, "htmx", False) else "receivables/account_search.html"
    return render(request, part, context)


def _previewed(account: Account, form: PaymentForm) -> dict[str, Any]:
    """The preview of what is typed, or the open instalments with the reason why there is none."""
    form.is_valid()
    answers = form.cleaned_data if form.is_bound else form.initial
    amount, value_on = answers.get("amount"), answers.get("value_on")
    problem = ""
    if amount and value_on:
        try:
            preview = queries.preview_payment(account, amount, value_on, answers.get("instructions") or [])
        except Refused as refused:
            problem = str(refused)
        else:
            return {"preview": preview, "problem": ""}
    return {"preview": queries.plain_preview(account), "problem": problem}
