"""Screens of payments."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.documents import queries as documents
from roadbook.apps.identity.enums import Permission
from roadbook.apps.receivables import actions, queries, rules
from roadbook.apps.receivables.models import Account, Payment
from roadbook.apps.receivables.web.forms import PaymentForm, ReversalForm
from roadbook.apps.receivables.web.tables import PaymentTable
from roadbook.calc import explain
from roadbook.kit import audit, forms, lists
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused

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
    asked = request.GET.get("why", "")
    line = queries.explain_payment(payment, asked)
    context = {
        "payment": payment,
        "explained": explain.to_data(line) if line else None,
        "account": payment.account,
        "standing": [] if payment.is_reversed else payment.allocations.all(),
        "withdrawn": sum(one.amount for one in payment.withdrawals.all()),
        "form": _reversal_form(payment, None) if rules.may_reverse(request.user, payment) else None,
        "why": asked,
        "receipts": documents.documents_of(request.user, [audit.key(payment)]),
        "languages": settings.LANGUAGES,
    }
    return render(request, "receivables/payment_show.html", context)


@requires(Permission.PAYMENT_REVERSE)
def payment_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why and from which day; the payment is shown as reversed."""
    payment = get_object_or_404(queries.payment_file(request.user, Permission.PAYMENT_REVERSE), pk=pk)
    form = _reversal_form(payment, request.POST or None)

    def act(answers: dict[str, Any]) -> str:
        actions.reverse_payment(payment=payment, by=request.user, **answers)
        return reverse("receivables:payment_show", args=[payment.pk])

    return forms.handle(request, form, act, "receivables/reversal_form.html", {"payment": payment})


def _reversal_form(payment: Payment, data: Any) -> ReversalForm:
    return ReversalForm(data, initial={"value_on": payment.company.business_date})


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
