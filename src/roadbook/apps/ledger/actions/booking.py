"""Posting movements. Whoever calls ``post`` has asked whether the act is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.ledger import queries
from roadbook.apps.ledger.models import JournalRow, Period
from roadbook.apps.organisation.models import Company
from roadbook.kit import clock, locks, storing
from roadbook.kit.errors import Conflict, Refused

MONTH = """
SELECT p.id, p.closed_at IS NOT NULL, c.business_date = %s
FROM ledger_period p JOIN organisation_company c ON c.id = p.company_id
WHERE p.company_id = %s AND p.year = %s AND p.month = %s
"""


class PostingRefused(Refused):
    """The books do not take this movement."""

    code = "posting"


class PeriodClosed(PostingRefused):
    """The month of the business date is closed."""

    code = "period_closed"


class DateMoved(Conflict):
    """The company's day was closed while this was on its way; asked again it is booked on the new date."""

    code = "date_moved"


@dataclass(frozen=True)
class Movement:
    """One journal row to be: ``amount`` in minor units of ``currency``, above zero.

    ``account_id`` and ``charge_id`` are receivables' plain keys; ``value_on`` is the act's own date when left out.
    """

    event: str
    product_kind: str
    charge_kind: str
    amount: int
    currency: str
    source: str
    leg: int = 0
    account_id: int | None = None
    charge_id: int | None = None
    value_on: date | None = None


@dataclass(frozen=True)
class Act:
    """The movements of one act of one branch, booked under one key."""

    branch_id: int
    event_key: str
    value_on: date
    movements: Sequence[Movement]


def post(
    *, company: Company, branch_id: int, event_id: str, value_on: date, movements: Sequence[Movement], by: Any
) -> list[JournalRow]:
    """Book one act today (the company's business date), in the caller's transaction.

    :raises PostingRefused: no rule for a movement, an amount not above zero, a value date ahead of the business date.
    :raises PeriodClosed: the month is closed. :raises DateMoved: ``company`` shows a business date that is over.
    """
    return post_many(company=company, acts=[Act(branch_id, event_id, value_on, movements)], by=by)


def post_many(*, company: Company, acts: Iterable[Act], by: Any) -> list[JournalRow]:
    """Book many acts of one company in a handful of statements. Refusals as for ``post``; one refuses all.

    Every row is written by one statement, last of all: within a transaction no savepoint is needed to undo others.
    """
    del by
    if connection.in_atomic_block:
        return _post(company, acts)
    with transaction.atomic():
        return _post(company, acts)


def _post(company: Company, acts: Iterable[Act]) -> list[JournalRow]:
    acts = list(acts)
    period = _month(company)
    events = {move.event for act in acts for move in act.movements}
    cases = queries.sides_on(company, company.business_date, sorted(events)) if events else {}
    rows = [_row(company, period, cases, act, move) for act in acts for move in act.movements]
    return storing.insert(rows)


def _month(company: Company) -> Period:
    """The month of the business date. Until we commit it stays open and the date where the caller saw it.

    Closing either waits for us. The foreign keys of our rows would not do: on PostgreSQL they are checked, and lock, at
    commit only.
    """
    on = company.business_date
    period = Period(company=company, year=on.year, month=on.month)
    found = _kept(company, on)
    if not found:
        Period.objects.get_or_create(company=company, year=on.year, month=on.month)
        found = _kept(company, on)
    [(period.pk, is_closed, is_today)] = found
    if not is_today:
        raise DateMoved(_("The business date has already been moved."))
    if is_closed:
        raise PeriodClosed(_("The books of %(period)s are closed.") % {"period": period})
    return period


def _kept(company: Company, on: date) -> list[tuple[Any, ...]]:
    """The month's id, whether it is closed, and whether this is the business date, as they stay until we commit."""
    with connection.cursor() as cursor:
        cursor.execute(MONTH + locks.SHARED[connection.vendor], [on, company.pk, on.year, on.month])
        return list(cursor.fetchall())


def _row(company: Company, period: Period, cases: queries.Sides, act: Act, move: Movement) -> JournalRow:
    sides = cases.get((move.event, move.product_kind, move.charge_kind))
    if sides is None:
        case = " ".join(part for part in (move.event, move.product_kind, move.charge_kind) if part)
        raise PostingRefused(_("The books have no posting rule for “%(case)s”.") % {"case": case}, code="posting_rule")
    value_on = move.value_on or act.value_on
    if value_on > company.business_date:
        raise PostingRefused(_("The value date is after the business date."), field="value_on")
    if move.amount <= 0:
        raise PostingRefused(_("A movement has an amount above zero."), field="amount")
    return JournalRow(
        company=company,
        branch_id=act.branch_id,
        period=period,
        debit_id=sides[0],
        credit_id=sides[1],
        amount=move.amount,
        currency=move.currency,
        value_on=value_on,
        booked_on=company.business_date,
        booked_at=clock.now(),
        event_key=act.event_key,
        account_id=move.account_id,
        charge_id=move.charge_id,
        source=move.source,
        leg=move.leg,
    )


@transaction.atomic
def reverse(*, company: Company, rows: Sequence[JournalRow], value_on: date, by: Any) -> list[JournalRow]:
    """Book the counter rows of rows that stand: same amounts, sides changed, today, each pointing at what it undoes.

    :raises PostingRefused: a row is reversed already, or is itself a reversal, or the value date is ahead.
    :raises PeriodClosed, DateMoved: as for ``post``.
    """
    del by
    period = _month(company)
    if value_on > company.business_date:
        raise PostingRefused(_("The value date is after the business date."), field="value_on")
    undone = [row.pk for row in rows]
    if any(row.reverses_id for row in rows) or JournalRow.objects.filter(reverses__in=undone).exists():
        raise PostingRefused(_("This has been reversed already."), code="reversed")
    counter = [_counter(row, company, period, value_on) for row in rows]
    return storing.insert(counter)


def _counter(row: JournalRow, company: Company, period: Period, value_on: date) -> JournalRow:
    return JournalRow(
        company=company,
        branch_id=row.branch_id,
        period=period,
        debit_id=row.credit_id,
        credit_id=row.debit_id,
        amount=row.amount,
        currency=row.currency,
        value_on=value_on,
        booked_on=company.business_date,
        booked_at=clock.now(),
        event_key=f"reverse:{row.event_key}"[:80],
        account_id=row.account_id,
        charge_id=row.charge_id,
        source=f"reverse:{row.pk}",
        reverses=row,
    )
