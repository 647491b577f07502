"""Keeping positions: by the act that changes money, by the close of day, and from nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from roadbook.apps.ledger import queries as books
from roadbook.apps.ledger.enums import Purpose
from roadbook.apps.receivables.models import Account, AccountPosition
from roadbook.apps.receivables.queries import derived

BATCH = 400
RANGE = 5_000


@dataclass(frozen=True)
class Change:
    """By how much an act moves what the journal says of an account, minor units."""

    account_id: int
    not_due: int = 0
    unapplied: int = 0


def apply(changes: Iterable[Change], *, on: date) -> None:
    """Move the two sums that the journal gives and derive the rest from the open charges. The accounts are locked.

    One statement for each ``BATCH`` of them.
    """
    not_due: defaultdict[int, int] = defaultdict(int)
    unapplied: defaultdict[int, int] = defaultdict(int)
    for one in changes:
        not_due[one.account_id] += one.not_due
        unapplied[one.account_id] += one.unapplied
    ids = sorted(not_due)
    for start in range(0, len(ids), BATCH):
        chunk = ids[start : start + BATCH]
        changes_of = [value for sums in (not_due, unapplied) for pk in chunk for value in (pk, sums[pk])]
        with connection.cursor() as cursor:
            cursor.execute(derived.move_accounts(connection.vendor, len(chunk)), [on.isoformat(), *chunk, *changes_of])


def _derive(ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(derived.refresh_accounts(connection.vendor, len(ids)), list(ids))


@transaction.atomic
def rebuild_position(account: Account) -> AccountPosition:
    """Make the position anew from journal and open charges, for its own date: identical, unless it was wrong."""
    row = Account.objects.locked(account.pk)
    AccountPosition.objects.filter(pk=row.pk).update(
        principal_not_due=books.account_balance(row.pk, Purpose.NOT_DUE),
        unapplied=-books.account_balance(row.pk, Purpose.CREDIT),
    )
    _derive([row.pk])
    return AccountPosition.objects.get(pk=row.pk)


def plan_positions(company_id: int, on: date) -> Iterator[tuple[int, int]]:
    """Ranges of ids of the accounts that a new day changes: the overdue ones and those with something due on ``on``."""
    ids = list(_changing(company_id, on + timedelta(days=1)).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), RANGE):
        chunk = ids[start : start + RANGE]
        yield chunk[0], chunk[-1]


@transaction.atomic
def age_positions(company_id: int, on: date, low: int, high: int) -> int:
    """Bring the positions of accounts ``low..high`` to the morning after ``on``, the business date to come.

    Accounts with nothing overdue or falling due are true for the new day as they are, and are not written.
    """
    morning = on + timedelta(days=1)
    changing = _changing(company_id, morning).filter(pk__gte=low, pk__lte=high)
    locked = Account.objects.filter(pk__in=changing.values("pk")).select_for_update(no_key=True).order_by("pk")
    if not locked.values_list("pk", flat=True):
        return 0
    rows = changing.update(as_of=morning)
    with connection.cursor() as cursor:
        cursor.execute(derived.refresh_range(connection.vendor), [company_id, low, high, morning.isoformat()])
    return rows


def _changing(company_id: int, morning: date) -> QuerySet[AccountPosition]:
    due = Q(oldest_due_on__isnull=False) | Q(next_due_on__lt=morning)
    return AccountPosition.objects.filter(due, account__company_id=company_id, as_of__lt=morning)
