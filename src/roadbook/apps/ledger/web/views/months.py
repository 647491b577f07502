"""Months of the books: the list, one month, closing it and opening it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import actions, queries
from roadbook.apps.ledger.models import Period
from roadbook.apps.ledger.web.forms import ReopenForm
from roadbook.apps.ledger.web.tables import PeriodTable
from roadbook.kit import forms, lists
from roadbook.kit.access import SignedRequest, requires
from roadbook.kit.errors import Refused


@requires(Permission.LEDGER_VIEW)
@require_GET
def period_list(request: SignedRequest) -> HttpResponse:
    return lists.render(request, PeriodTable(), template="ledger/period_list.html")


@requires(Permission.LEDGER_VIEW)
@require_GET
def period_show(request: SignedRequest, pk: int) -> HttpResponse:
    """The trial balance of one month, and what may be done with it."""
    period = get_object_or_404(queries.months(request.user), pk=pk)
    context = {
        "period": period,
        "balance": queries.trial_balance(period.company, period.last_day, period.first_day),
        "may_close": identity.may(request.user, Permission.LEDGER_CLOSE, company_id=period.company_id),
        "is_over": period.last_day < period.company.business_date.replace(day=1),
    }
    return render(request, "ledger/period_show.html", context)


@requires(Permission.LEDGER_CLOSE)
@require_POST
def period_close(request: SignedRequest, pk: int) -> HttpResponse:
    period = _closable(request, pk)
    try:
        actions.close_period(company=period.company, year=period.year, month=period.month, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The month is closed."))
    return redirect("ledger:period_show", pk=pk)


@requires(Permission.LEDGER_CLOSE)
def period_reopen(request: SignedRequest, pk: int) -> HttpResponse:
    period = _closable(request, pk)
    form = ReopenForm(request.POST or None)

    def act(answers: dict[str, Any]) -> str:
        actions.reopen_period(period=period, by=request.user, **answers)
        return reverse("ledger:period_show", args=[pk])

    return forms.handle(request, form, act, "ledger/period_reopen.html", {"period": period})


def _closable(request: SignedRequest, pk: int) -> Period:
    rows = Period.objects.visible_to(request.user, Permission.LEDGER_CLOSE).select_related("company")
    found: Period = get_object_or_404(rows, pk=pk)
    return found
