"""Balances: of every account of a company, and of one account of receivables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from roadbook.apps.ledger.models import GLAccount, JournalRow
from roadbook.apps.organisation.models import Company

Turnover = tuple[int, int]
NOTHING: Turnover = (0, 0)


@dataclass(frozen=True)
class BalanceLine:
    """One GL account in one currency, minor units: turnover on both sides and the balance on its heavier side.

    ``opening`` is what stood there before the first day, debits less credits.
    """

    account: GLAccount
    currency: str
    debit: int
    credit: int
    opening: int = 0

    @property
    def opening_debit(self) -> int:
        return max(self.opening, 0)

    @property
    def opening_credit(self) -> int:
        return max(-self.opening, 0)

    @property
    def closing(self) -> int:
        """Debits less credits at the end of the last day."""
        return self.opening + self.debit - self.credit

    @property
    def debit_balance(self) -> int:
        return max(self.closing, 0)

    @property
    def credit_balance(self) -> int:
        return max(-self.closing, 0)


@dataclass(frozen=True)
class Totals:
    """The foot of a trial balance in one currency: the two turnovers are equal, and so are the two balances."""

    currency: str
    opening_debit: int
    opening_credit: int
    debit: int
    credit: int
    debit_balance: int
    credit_balance: int


@dataclass(frozen=True)
class TrialBalance:
    """Every account of a company with movements booked up to and including ``on``; turnover ``since`` a day or ever."""

    company: Company
    on: date
    lines: tuple[BalanceLine, ...]
    since: date | None = None

    @property
    def totals(self) -> list[Totals]:
        names = ("opening_debit", "opening_credit", "debit", "credit", "debit_balance", "credit_balance")
        return [
            Totals(
                currency, *(sum(getattr(one, name) for one in self.lines if one.currency == currency) for name in names)
            )
            for currency in sorted({one.currency for one in self.lines})
        ]


def trial_balance(company: Company, on: date, since: date | None = None) -> TrialBalance:
    """The balance as it was known on a booking date, with the turnover from a day on. Three statements."""
    rows = JournalRow.objects.filter(company=company, booked_on__lte=on)
    left, right = _sums(rows, "debit_id", since), _sums(rows, "credit_id", since)
    accounts = {one.pk: one for one in GLAccount.objects.filter(company=company)}
    found = sorted(set(left) | set(right), key=lambda key: (accounts[key[0]].code, key[1]))
    lines = (_line(accounts[pk], cur, left.get((pk, cur), NOTHING), right.get((pk, cur), NOTHING)) for pk, cur in found)
    return TrialBalance(company, on, tuple(lines), since)


def _line(account: GLAccount, currency: str, left: Turnover, right: Turnover) -> BalanceLine:
    """From the two sides of an account, each before the first day and in all."""
    (left_before, left_all), (right_before, right_all) = left, right
    turnover = (left_all - left_before, right_all - right_before)
    return BalanceLine(account, currency, *turnover, opening=left_before - right_before)


def _sums(rows: QuerySet[JournalRow], side: str, since: date | None) -> dict[tuple[int, str], Turnover]:
    before = Q(booked_on__lt=since) if since else Q(pk__isnull=True)
    sums = {"before": Sum("amount", filter=before), "total": Sum("amount")}
    found = rows.order_by().values_list(side, "currency").annotate(**sums)
    return {(pk, currency): (before or 0, total) for pk, currency, before, total in found}


def account_balance(account_id: int, purpose: str) -> int:
    """Debits less credits, in minor units, that a receivables account has on the GL accounts of one purpose."""
    rows = JournalRow.objects.filter(account_id=account_id)
    total = rows.aggregate(
        debit=Sum("amount", filter=Q(debit__purpose=purpose)), credit=Sum("amount", filter=Q(credit__purpose=purpose))
    )
    return (total["debit"] or 0) - (total["credit"] or 0)
