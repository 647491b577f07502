"""Proposing a refund and changing the proposal."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from roadbook.apps.identity.enums import Permission
from roadbook.apps.payables import actions, queries, rules
from roadbook.apps.payables.enums import BillEvent
from roadbook.apps.payables.web.forms import RefundForm, initial_of
from roadbook.apps.receivables.models import Account
from roadbook.kit import forms
from roadbook.kit.access import requires

LONGEST_KEY = 18


@requires(Permission.BILL_DRAFT)
def refund_create(request: HttpRequest) -> HttpResponse:
    """Propose to pay credit of ``?account=`` back."""
    asked = request.GET.get("account", "")
    pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_KEY else 0
    account = get_object_or_404(queries.accounts_with_credit(request.user), pk=pk)
    form = RefundForm(request.POST or None, account=account, initial=_offered(account))

    def act(answers: dict[str, Any]) -> str:
        answers.pop("revision")
        bill = actions.draft_refund(account=account, by=request.user, **answers)
        return reverse("payables:bill_show", args=[bill.pk])

    return forms.handle(request, form, act, "payables/refund_form.html", {"account": account})


def _offered(account: Account) -> dict[str, Any]:
    debtor = next((one.party for one in account.parties.all() if one.role == "debtor"), None)
    known = queries.payee_accounts(account)
    return {
        "amount": account.position.unapplied or None,
        "payee": debtor,
        "payee_account": known[0] if known else "",
    }


@requires(Permission.BILL_DRAFT)
def refund_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is proposed: an approval is gone then."""
    bill = get_object_or_404(queries.bill_register(request.user, Permission.BILL_DRAFT), pk=pk)
    if str(BillEvent.CHANGE) not in rules.moves(request.user, bill):
        raise Http404
    form = RefundForm(request.POST or None, account=bill.account, initial=initial_of(bill))

    def act(answers: dict[str, Any]) -> str:
        revision = answers.pop("revision") or 0
        actions.change_refund(bill=bill, revision=revision, by=request.user, **answers)
        return reverse("payables:bill_show", args=[bill.pk])

    def current() -> dict[str, Any]:
        return initial_of(queries.bill_register(request.user).get(pk=bill.pk))

    context = {"account": bill.account, "bill": bill}
    return forms.handle(request, form, act, "payables/refund_form.html", context, current)
