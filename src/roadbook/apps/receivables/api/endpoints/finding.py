"""Rows that the caller may see, and amounts as the actions want them."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from roadbook.apps.parties.models import Party
from roadbook.apps.receivables import queries, rules
from roadbook.apps.receivables.models import Account, Payment
from roadbook.kit.api import MoneySchema, money_in


def account_seen(request: HttpRequest, pk: int) -> Account:
    account = queries.account_file(request.user).filter(pk=pk).first()
    if account is None:
        raise Http404
    return account


def payment_seen(request: HttpRequest, pk: int, permission: str | None = None) -> Payment:
    payment: Payment | None = queries.payment_file(request.user, permission).filter(pk=pk).first()
    if payment is None:
        raise Http404
    return payment


def payer_seen(request: HttpRequest, pk: int | None) -> Party | None:
    """The client who pays; one that the caller does not see is not found."""
    if pk is None:
        return None
    party: Party | None = Party.objects.visible_to(request.user).filter(pk=pk).first()
    if party is None:
        raise Http404
    return party


def minor(account: Account, amount: MoneySchema) -> int:
    """Minor units, of the account's own currency only."""
    rules.check_currency(account, amount.currency)
    return money_in(amount.amount, amount.currency, field="amount.amount")
