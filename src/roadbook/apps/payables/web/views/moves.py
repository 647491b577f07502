"""Buttons of a bill: approve, record the payout, cancel."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadbook.apps.identity.enums import Permission
from roadbook.apps.payables import actions, queries, rules
from roadbook.apps.payables.enums import BillEvent
from roadbook.apps.payables.models import Bill
from roadbook.apps.payables.web.forms import CancelForm, PayoutForm
from roadbook.kit import forms
from roadbook.kit.access import requires
from roadbook.kit.errors import Forbidden, Refused


def _bill(request: HttpRequest, pk: int, event: BillEvent) -> Bill:
    """The bill, where the user sees it; whoever holds nothing that opens the event is refused."""
    bill: Bill = get_object_or_404(queries.bill_register(request.user), pk=pk)
    rules.require(request.user, event, bill)
    return bill


@requires(Permission.BILL_APPROVE)
@require_POST
def bill_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the revision that was on the page; then the page says so, or why not."""
    bill = _bill(request, pk, BillEvent.APPROVE)
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len("10000000000") else 0
    try:
        actions.approve_bill(bill=bill, revision=revision, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Approved. It can be paid out now."))
    return redirect("payables:bill_show", bill.pk)


@requires(Permission.BILL_PAY)
def bill_pay(request: HttpRequest, pk: int) -> HttpResponse:
    bill = _bill(request, pk, BillEvent.PAY)
    form = PayoutForm(request.POST or None, initial={"paid_on": bill.company.business_date})

    def act(answers: dict[str, Any]) -> str:
        actions.pay_bill(bill=bill, by=request.user, **answers)
        return reverse("payables:bill_show", args=[bill.pk])

    return forms.handle(request, form, act, "payables/payout_form.html", {"bill": bill})


@requires(Permission.BILL_VIEW)
def bill_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    bill = get_object_or_404(queries.bill_register(request.user), pk=pk)
    if not rules.may(request.user, BillEvent.CANCEL, bill):
        raise Forbidden(_("You may not do this here."))
    form = CancelForm(request.POST or None)

    def act(answers: dict[str, Any]) -> str:
        actions.cancel_bill(bill=bill, by=request.user, **answers)
        return reverse("payables:bill_show", args=[bill.pk])

    return forms.handle(request, form, act, "payables/cancel_form.html", {"bill": bill})
