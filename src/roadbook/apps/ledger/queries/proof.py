"""Proof that the books balance and that closed months stayed closed (I1, I9)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_noop

from roadbook.apps.ledger.models import JournalRow
from roadbook.kit.invariants import invariant


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


@invariant("I9", gettext_noop("A closed month holds nothing that was booked after it was closed"))
def check_closed() -> Iterator[str]:
    """Names each row of a closed month that is younger than its closing."""
    late = JournalRow.objects.filter(period__closed_at__lt=F("booked_at"))
    for row in late.select_related("period").order_by("pk").iterator():
        yield f"journal row {row.pk} ({row}): booked at {row.booked_at}, but {row.period} is closed since before"
