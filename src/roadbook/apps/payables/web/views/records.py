"""The register of bills, one bill, and the bills of an account for its page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from roadbook.apps.identity.enums import Permission
from roadbook.apps.payables import queries, rules
from roadbook.apps.payables.web.forms import CancelForm, PayoutForm
from roadbook.apps.payables.web.tables import STATES, BillTable
from roadbook.kit import lists
from roadbook.kit.access import requires

LONGEST_KEY = 18


@requires(Permission.BILL_VIEW)
@require_GET
def bill_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, BillTable(), template="payables/bill_list.html")


@requires(Permission.BILL_VIEW)
@require_GET
def bill_show(request: HttpRequest, pk: int) -> HttpResponse:
    bill = get_object_or_404(queries.bill_file(request.user), pk=pk)
    context = {
        "bill": bill,
        "tone": STATES[bill.state],
        "moves": rules.moves(request.user, bill),
        "pay_form": PayoutForm(None, initial={"paid_on": bill.company.business_date}),
        "cancel_form": CancelForm(None),
    }
    return render(request, "payables/bill_show.html", context)


@requires(Permission.BILL_VIEW)
@require_GET
def bill_panel(request: HttpRequest) -> HttpResponse:
    """The bills of an account, and the way to propose one where it holds credit."""
    asked = request.GET.get("account", "")
    pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_KEY else 0
    may_draft = queries.accounts_with_credit(request.user).filter(pk=pk, position__unapplied__gt=0)
    context = {"bills": queries.bills_on(request.user, pk), "account": may_draft.first(), "tones": STATES}
    return render(request, "payables/bill_panel.html", context)
