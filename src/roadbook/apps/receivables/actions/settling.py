"""Applying money to what is owed: the pure rule decides, this stores its answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import actions as ledger
from roadbook.apps.ledger.actions import Movement
from roadbook.apps.receivables import queries, rules
from roadbook.apps.receivables.events import CreditSettled
from roadbook.apps.receivables.models import Account, AccountPosition, Allocation
from roadbook.apps.receivables.queries import derived
from roadbook.apps.receivables.queries.settlement import Applied
from roadbook.kit import audit, storing
from roadbook.kit.events import publish
from roadbook.kit.money import to_decimal_text

from .positions import Change, apply

BATCH = 400
RANGE = 200


def store(applied: Sequence[Applied], *, booked_on: date) -> list[Allocation]:
    """Write allocations and what they leave open of the charges. The accounts are locked."""
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
    return keep(rows)


def keep(rows: list[Allocation]) -> list[Allocation]:
    """Write allocations, or their counter rows, and what is open of their charges then.

    The database refuses to take a charge below zero or above its amount, whatever the caller believed to be open.
    """
    storing.insert(rows)
    taken: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        taken[row.charge_id] += row.amount
    ids = sorted(taken)
    for start in range(0, len(ids), BATCH):
        chunk = ids[start : start + BATCH]
        cases = [value for pk in chunk for value in (pk, taken[pk])]
        with connection.cursor() as cursor:
            cursor.execute(derived.settle_charges(len(chunk)), [*cases, *chunk])
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


@transaction.atomic
def apply_credit(*, account: Account, by: Any) -> int:
    """Apply the account's credit to what is charged by now, not waiting for the close of day; returns how much it was.

    :raises AccountClosed: the account is. :raises CreditShort: there is no credit, or nothing that it may pay.
    """
    row = Account.objects.locked(account.pk)
    identity.require(by, Permission.PAYMENT_TAKE, company_id=row.company_id, branch_id=row.branch_id)
    rules.check_open(row)
    before = AccountPosition.objects.get(account=row).unapplied
    if not _settle([row], row.company.business_date):
        raise rules.CreditShort(_("There is no credit, or nothing charged that it could settle."))
    applied = before - AccountPosition.objects.get(account=row).unapplied
    changes = {"amount": [None, to_decimal_text(applied, row.currency)]}
    audit.record(
        action="receivables.account.apply_credit", subject=row, by=by, company_id=row.company_id, changes=changes
    )
    return applied


def settle_again(account: Account, since: date) -> int:
    """Apply the credit of a locked account to what became owed again on ``since``: no allocation counts from before."""
    return _settle([account], account.company.business_date, since)


def _settle(accounts: Sequence[Account], on: date, since: date | None = None) -> int:
    """The accounts are locked and of one company. A fixed number of statements for each ``BATCH`` rows."""
    if not accounts:
        return 0
    company = accounts[0].company
    by_account = {one.pk: one for one in accounts}
    rows = store(queries.settlement_of_credit(by_account.values(), on, since), booked_on=company.business_date)
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
