"""The screen of an account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.models import Account
from roadbook.apps.timeline import rules as timeline
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused
from roadbook.kit.money import format_money


@requires(Permission.PAYMENT_VIEW)
@require_GET
def account_show(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(queries.account_file(request.user), pk=pk)
    context = {
        "account": account,
        "position": account.position,
        "statement": queries.statement(account),
        "may_take": account.is_open and _may_take(request, account),
        "subject_url": timeline.page_of(request.user, account.subject),
    }
    return render(request, "receivables/account_show.html", context)


@requires(Permission.PAYMENT_TAKE)
@require_POST
def account_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the credit settle what is charged by now; the account says what came of it."""
    account = get_object_or_404(queries.account_file(request.user, Permission.PAYMENT_TAKE), pk=pk)
    try:
        applied = actions.apply_credit(account=account, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = _("%(amount)s of credit applied.") % {"amount": format_money(applied, account.currency)}
        messages.success(request, said)
    return redirect("receivables:account_show", account.pk)


def _may_take(request: HttpRequest, account: Account) -> bool:
    where = {"company_id": account.company_id, "branch_id": account.branch_id}
    return bool(identity.may(request.user, Permission.PAYMENT_TAKE, **where))
