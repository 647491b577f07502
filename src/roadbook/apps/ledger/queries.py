"""Reading the books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext_noop

from roadbook.apps.organisation.models import Company
from roadbook.kit.invariants import invariant

from .models import GLAccount, JournalRow, PostingRule


@dataclass(frozen=True)
class BalanceLine:
    """One GL account in one currency, minor units: turnover on both sides and the balance on its heavier side."""

    account: GLAccount
    currency: str
    debit: int
    credit: int

    @property
    def debit_balance(self) -> int:
        return max(self.debit - self.credit, 0)

    @property
    def credit_balance(self) -> int:
        return max(self.credit - self.debit, 0)


@dataclass(frozen=True)
class Totals:
    """The foot of a trial balance in one currency: the two turnovers are equal, and so are the two balances."""

    currency: str
    debit: int
    credit: int
    debit_balance: int
    credit_balance: int


@dataclass(frozen=True)
class TrialBalance:
    """Every account of a company with movements booked up to and including ``on``."""

    company: Company
    on: date
    lines: tuple[BalanceLine, ...]

    @property
    def totals(self) -> list[Totals]:
        names = ("debit", "credit", "debit_balance", "credit_balance")
        return [
            Totals(
                currency, *(sum(getattr(one, name) for one in self.lines if one.currency == currency) for name in names)
            )
            for currency in sorted({one.currency for one in self.lines})
        ]


def trial_balance(company: Company, on: date) -> TrialBalance:
    """The balance as it was known on a booking date. Three statements."""
    rows = JournalRow.objects.filter(company=company, booked_on__lte=on)
    left, right = _sums(rows, "debit_id"), _sums(rows, "credit_id")
    accounts = {one.pk: one for one in GLAccount.objects.filter(company=company)}
    found = sorted(set(left) | set(right), key=lambda key: (accounts[key[0]].code, key[1]))
    lines = (BalanceLine(accounts[pk], cur, left.get((pk, cur), 0), right.get((pk, cur), 0)) for pk, cur in found)
    return TrialBalance(company, on, tuple(lines))


def _sums(rows: QuerySet[JournalRow], side: str) -> dict[tuple[int, str], int]:
    found = rows.order_by().values_list(side, "currency").annotate(total=Sum("amount"))
    return {(pk, currency): total for pk, currency, total in found}


def account_balance(account_id: int, purpose: str) -> int:
    """Debits less credits, in minor units, that a receivables account has on the GL accounts of one purpose."""
    rows = JournalRow.objects.filter(account_id=account_id)
    total = rows.aggregate(
        debit=Sum("amount", filter=Q(debit__purpose=purpose)), credit=Sum("amount", filter=Q(credit__purpose=purpose))
    )
    return (total["debit"] or 0) - (total["credit"] or 0)


def rows_of(sources: Sequence[str]) -> list[JournalRow]:
    """The journal rows of these sources, as booked. One statement for each 500 of them."""
    chunks = (sources[start : start + 500] for start in range(0, len(sources), 500))
    return [row for chunk in chunks for row in JournalRow.objects.filter(source__in=chunk).order_by("id")]


def companies(user: Any) -> QuerySet[Company]:
    """The companies whose books the user may see."""
    ids = GLAccount.objects.visible_to(user).values("company")
    return Company.objects.filter(pk__in=ids).order_by("name")


@invariant(
    "I1", gettext_noop("Books balance: every row stands between two accounts of its own company, in its own month")
)
def check_balance() -> Iterator[str]:
    """Names each broken row, then each company, currency and day whose debits and credits differ."""
    strange = JournalRow.objects.filter(
        Q(amount__lte=0)
        | Q(debit=F("credit"))
        | ~Q(debit__company=F("company"))
        | ~Q(credit__company=F("company"))
        | ~Q(branch__company=F("company"))
        | ~Q(period__company=F("company"))
        | ~Q(period__year=F("booked_on__year"), period__month=F("booked_on__month"))
        | Q(value_on__gt=F("booked_on"))
    )
    for row in strange.order_by("pk").iterator():
        yield f"journal row {row.pk} ({row}): its accounts, branch, month or amount are not what a row may have"
    yield from _unequal_days()


def _unequal_days() -> Iterator[str]:
    """Sum the two sides apart, each through its own chart."""
    sides = []
    for side in ("debit", "credit"):
        group = JournalRow.objects.order_by().values_list(f"{side}__company_id", "currency", "booked_on")
        sides.append({tuple(key): total for *key, total in group.annotate(total=Sum("amount"))})
    left, right = sides
    for key in sorted(set(left) | set(right)):
        if left.get(key, 0) != right.get(key, 0):
            company, currency, on = key
            yield (
                f"company {company}, {currency}, {on}: debits {left.get(key, 0)}, credits {right.get(key, 0)},"
                f" difference {left.get(key, 0) - right.get(key, 0)}"
            )


def chart(company: Company) -> QuerySet[GLAccount]:
    """The company's accounts by code."""
    return GLAccount.objects.filter(company=company).order_by("code")


def rules_of(company: Company) -> QuerySet[PostingRule]:
    """The company's posting rules with their accounts."""
    rows = PostingRule.objects.filter(company=company).select_related("debit", "credit")
    return rows.order_by("event", "product_kind", "charge_kind")
