"""Payments and accounts for the command palette."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from roadbook.apps.receivables.models import Account, Payment
from roadbook.kit import figures, search
from roadbook.kit.money import format_money
from roadbook.kit.search import Asked, Hit


def find_payments(user: Any, typed: str, limit: int) -> list[Hit]:
    """For the palette: by number, amount, reference or account, newest first. A name alone finds none."""
    wanted = search.asked(typed)
    if not wanted.has_digits:
        return []
    rows = _payments(user)
    hits = [_payment(one, search.EXACT) for one in rows.filter(number=wanted.number).order_by("-pk")[: search.FEW]]
    hits += [_payment(one, search.START) for one in _of_amount(rows, wanted, limit)]
    if len(hits) < limit and (wanted.amount is None or wanted.text.isdigit()):
        found = search.look(rows, [(word,) for word in wanted.words], limit)
        hits += [_payment(one, search.likeness(wanted, one.number, one.account.number)) for one in found]
    return search.best(hits, limit)


def find_accounts(user: Any, typed: str, limit: int) -> list[Hit]:
    """For the palette: open accounts by number or by the people on them."""
    wanted = search.asked(typed)
    rows = _accounts(user)
    hits = []
    if wanted.has_digits:
        exact = rows.filter(number=wanted.number).order_by("-pk")[: search.FEW]
        hits = [_account(one, search.EXACT - 1) for one in exact]  # the contract of this number comes first
    if not hits and (wanted.amount is None or wanted.text.isdigit()):
        found = search.look(rows.open(), [(word,) for word in wanted.words], limit)
        hits = [_account(one, search.INSIDE) for one in found]
    return search.best(hits, limit)


def recent_payments(user: Any, pks: Iterable[int]) -> dict[int, Hit]:
    """The payments among these that the user may see."""
    return {one.pk: _payment(one) for one in _payments(user).filter(pk__in=list(pks))}


def recent_accounts(user: Any, pks: Iterable[int]) -> dict[int, Hit]:
    """The accounts among these that the user may see."""
    return {one.pk: _account(one) for one in _accounts(user).filter(pk__in=list(pks))}


def _payments(user: Any) -> Any:
    return Payment.objects.visible_to(user).select_related("account")


def _accounts(user: Any) -> Any:
    return Account.objects.visible_to(user).prefetch_related("parties__party")


def _of_amount(rows: Any, wanted: Asked, limit: int) -> Iterator[Payment]:
    if wanted.amount is not None:
        yield from search.newest_of(rows, limit, amount=wanted.amount)


def _payment(payment: Payment, score: int = search.INSIDE) -> Hit:
    amount = format_money(payment.amount, payment.currency)
    detail = f"{amount} · {payment.payer_name} · {figures.day(payment.value_on)}"
    address = reverse("receivables:payment_show", args=[payment.pk])
    return Hit(address, payment.number, detail, "banknote", score)


def _account(account: Account, score: int = search.INSIDE) -> Hit:
    people = ", ".join(one.party.name for one in account.parties.all())
    return Hit(reverse("receivables:account_show", args=[account.pk]), account.number, people, "wallet", score)
