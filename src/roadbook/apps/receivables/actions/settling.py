"""Applying money to what is owed: the pure rule decides, this stores its answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Case, F, Value, When

from roadbook.apps.ledger import actions as ledger
from roadbook.apps.ledger.actions import Movement
from roadbook.apps.receivables import queries
from roadbook.apps.receivables.events import CreditSettled
from roadbook.apps.receivables.models import Account, Allocation, Charge
from roadbook.apps.receivables.queries.settlement import Applied
from roadbook.kit.events import publish
from roadbook.kit.money import MoneyField

from .positions import Change, apply

BATCH = 400
RANGE = 200


def store(applied: Sequence[Applied], *, booked_on: date) -> list[Allocation]:
    """Write allocations and what they leave open of the charges. The accounts are locked.

    The database refuses to take a charge below zero, whatever the caller believed to be open.
    """
    rows = [
        Allocation(
            payment_id=one.payment_id,
            charge=one.charge,
            amount=one.amount,
            rule=one.rule,
            reason=one.reason,
            value_on=one.value_on,
            booked_on=booked_on,
        )
        for one in applied
    ]
    Allocation.objects.bulk_create(rows, batch_size=BATCH)
    taken: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        taken[row.charge_id] += row.amount
    ids = sorted(taken)
    for start in range(0, len(ids), BATCH):
        chunk = ids[start : start + BATCH]
        cases = Case(*(When(pk=pk, then=Value(taken[pk])) for pk in chunk), output_field=MoneyField())
        Charge.objects.filter(pk__in=chunk).update(open=F("open") - cases)
    return rows


def movements(rows: Sequence[Allocation], *, currency: str) -> Iterator[Movement]:
    """The journal rows of allocations: out of the client's credit, off the debt."""
    for row in rows:
        yield Movement(
            event="allocation",
            product_kind=row.charge.product_kind,
            charge_kind=row.charge.kind,
            amount=row.amount,
            currency=currency,
            source=f"receivables:allocation:{row.pk}",
            account_id=row.charge.account_id,
            charge_id=row.charge_id,
            value_on=row.value_on,
        )


def plan_settlement(company_id: int, on: date) -> Iterator[tuple[int, int]]:
    """Ranges of ids of the accounts that hold credit while something charged on ``on`` or before is open."""
    ids = list(queries.accounts_to_settle(company_id, on).values_list("pk", flat=True))
    for start in range(0, len(ids), RANGE):
        chunk = ids[start : start + RANGE]
        yield chunk[0], chunk[-1]


@transaction.atomic
def settle_credit(company_id: int, on: date, low: int, high: int) -> int:
    """Apply the credit of accounts ``low..high`` to what is charged; returns how many allocations were made."""
    found = queries.accounts_to_settle(company_id, on).filter(pk__range=(low, high))
    locked = Account.objects.filter(pk__in=list(found.values_list("pk", flat=True)))
    rows = locked.select_for_update(of=("self",), no_key=True).select_related("company").order_by("pk")
    return _settle(list(rows), on)


@transaction.atomic
def settle_from_credit(*, account: Account, on: date) -> int:
    """Apply the account's credit to what is charged on ``on`` or before; returns how many allocations were made."""
    return _settle([Account.objects.locked(account.pk)], on)


def _settle(accounts: Sequence[Account], on: date) -> int:
    """The accounts are locked and of one company. A fixed number of statements for each ``BATCH`` rows."""
    if not accounts:
        return 0
    company = accounts[0].company
    by_account = {one.pk: one for one in accounts}
    rows = store(queries.settlement_of_credit(by_account.values(), on), booked_on=company.business_date)
    grouped: defaultdict[int, list[Allocation]] = defaultdict(list)
    for row in rows:
        grouped[row.charge.account_id].append(row)
    acts = [
        ledger.Act(
            by_account[pk].branch_id,
            f"settle:{pk}:{company.business_date}",
            on,
            list(movements(found, currency=by_account[pk].currency)),
        )
        for pk, found in grouped.items()
    ]
    ledger.post_many(company=company, acts=acts, by=None)
    apply([Change(row.charge.account_id, unapplied=-row.amount) for row in rows], on=company.business_date)
    for pk, found in grouped.items():
        _tell(by_account[pk], found, on)
    return len(rows)


def _tell(account: Account, rows: Sequence[Allocation], on: date) -> None:
    last = max(row.value_on for row in rows)
    if account.last_money_on is None or last > account.last_money_on:
        Account.objects.filter(pk=account.pk).update(last_money_on=last)
    publish(
        CreditSettled(
            account_id=account.pk,
            company_id=account.company_id,
            subject=account.subject,
            amount=sum(row.amount for row in rows),
            currency=account.currency,
            on=on,
        )
    )
