"""The screen of an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.documents import queries as documents
from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.models import Account, Charge
from roadbook.apps.receivables.web.forms import StatementForm
from roadbook.apps.receivables.web.tables import ChargeTable
from roadbook.apps.timeline import rules as timeline
from roadbook.calc import explain
from roadbook.kit import audit, forms, lists
from roadbook.kit.access import permissions_of, requires
from roadbook.kit.errors import Refused
from roadbook.kit.money import format_money

LONGEST_KEY = 18
PANELS = (("payables:bill_panel", Permission.BILL_VIEW),)
"""Panels of other contexts about an account, and what one needs to see them."""


@requires(Permission.PAYMENT_VIEW)
@require_GET
def account_show(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(queries.account_file(request.user), pk=pk)
    statement = queries.statement(account)
    charge = _charge(account, request.GET.get("charge", ""))
    context = {
        "account": account,
        "position": account.position,
        "charge": charge,
        "why_amount": explain.to_data(queries.explain_charged(charge)) if charge else None,
        "why_charge": explain.to_data(queries.explain_charge(charge)) if charge else None,
        "statement": statement,
        **_told(account, statement, request.GET.get("why", "")),
        "panels": [url for url in (_address(name, account.pk, request) for name in PANELS) if url],
        "may_take": account.is_open and _may_take(request, account),
        "papers": documents.documents_of(request.user, [audit.key(account)]),
        "subject_url": timeline.page_of(request.user, account.subject),
    }
    return render(request, "receivables/account_show.html", context)


@requires(Permission.PAYMENT_VIEW)
@require_GET
def charge_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, ChargeTable(), template="receivables/charge_list.html")


@requires(Permission.DOCUMENT_MAKE)
def account_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a period and a language; the paper is shown."""
    account = get_object_or_404(queries.account_file(request.user), pk=pk)
    form = StatementForm(request.POST or None, account=account)

    def act(answers: dict[str, Any]) -> str:
        document = actions.issue_statement(account=account, by=request.user, **answers)
        return reverse("documents:document_file", args=[document.pk])

    return forms.handle(request, form, act, "receivables/statement_form.html", {"account": account})


@requires(Permission.DOCUMENT_MAKE)
@require_POST
def account_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the slip to pay what is owed with, in the debtor's language, and show it."""
    account = get_object_or_404(queries.account_file(request.user), pk=pk)
    language = queries.debtor_language(account) or account.company.language
    document = actions.issue_slip(account=account, language=language, by=request.user)
    return redirect("documents:document_file", document.pk)


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


def _told(account: Account, statement: queries.Statement, asked: str) -> dict[str, Any]:
    """What ``?why=`` asks for: a sum of the position, or amount or balance of a movement: ``balance-charge-12``."""
    line = queries.explain_sum(account, asked)
    if line is not None:
        return {"explained": explain.to_data(line), "why": asked}
    part, _dash, key = asked.partition("-")
    line = queries.explain_movement(statement, key, part)
    return {"why_movement": explain.to_data(line), "why": asked, "why_at": key} if line else {}


def _charge(account: Account, typed: str) -> Charge | None:
    """The charge of the account that the address opens."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_KEY):
        return None
    found: Charge | None = account.charges.filter(pk=int(typed)).first()
    return found


def _address(panel: tuple[str, str], account_id: int, request: HttpRequest) -> str:
    """The address of a panel; empty where this installation has none, or the user may not see it."""
    name, permission = panel
    if permission not in permissions_of(request.user):
        return ""
    try:
        return f"{reverse(name)}?account={account_id}"
    except NoReverseMatch:
        return ""


def _may_take(request: HttpRequest, account: Account) -> bool:
    where = {"company_id": account.company_id, "branch_id": account.branch_id}
    return bool(identity.may(request.user, Permission.PAYMENT_TAKE, **where))
