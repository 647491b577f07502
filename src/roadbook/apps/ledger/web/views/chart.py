"""The chart of accounts and the posting rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import actions, queries
from roadbook.apps.ledger.models import GLAccount, PostingRule
from roadbook.apps.ledger.web.forms import AccountChangeForm, AccountForm, RuleForm
from roadbook.apps.ledger.web.tables import AccountTable, RuleTable
from roadbook.kit import forms, lists
from roadbook.kit.access import SignedRequest, requires


@requires(Permission.LEDGER_VIEW)
@require_GET
def account_list(request: SignedRequest) -> HttpResponse:
    return lists.render(request, AccountTable(), template="ledger/account_list.html")


@requires(Permission.LEDGER_EDIT)
def account_create(request: SignedRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, user=request.user)

    def act(answers: dict[str, Any]) -> str:
        actions.add_account(by=request.user, **answers)
        return reverse("ledger:account_list")

    return forms.handle(request, form, act, "ledger/account_form.html", {})


@requires(Permission.LEDGER_EDIT)
def account_change(request: SignedRequest, pk: int) -> HttpResponse:
    """Give the account a name, take it out of use or back."""
    rows = GLAccount.objects.visible_to(request.user, Permission.LEDGER_EDIT).select_related("company")
    account = get_object_or_404(rows, pk=pk)
    form = AccountChangeForm(request.POST or None, account=account)

    def act(answers: dict[str, Any]) -> str:
        actions.change_account(account=account, by=request.user, **answers)
        return reverse("ledger:account_list")

    context = {"account": account, "rules": queries.rules_touching(account, account.company.business_date)}
    return forms.handle(request, form, act, "ledger/account_form.html", context)


@requires(Permission.LEDGER_VIEW)
@require_GET
def posting_rules(request: SignedRequest) -> HttpResponse:
    return lists.render(request, RuleTable(), template="ledger/rule_list.html")


@requires(Permission.LEDGER_EDIT)
def rule_change(request: SignedRequest, pk: int) -> HttpResponse:
    """Which accounts the case of this rule is booked on, from a day on."""
    rows = PostingRule.objects.visible_to(request.user, Permission.LEDGER_EDIT)
    rule = get_object_or_404(rows.select_related("company", "debit__company", "credit__company"), pk=pk)
    form = RuleForm(request.POST or None, rule=rule)

    def act(answers: dict[str, Any]) -> str:
        actions.change_rule(rule=rule, by=request.user, **answers)
        return reverse("ledger:posting_rules")

    context = {"rule": rule, "case": queries.case_words(rule), "versions": queries.versions_of(rule)}
    return forms.handle(request, form, act, "ledger/rule_form.html", context)
