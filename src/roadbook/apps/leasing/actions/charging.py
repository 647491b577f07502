"""What the plan says becomes debt: at activation, and in the close of day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from roadbook.apps.billing import actions as billing
from roadbook.apps.leasing.enums import ProductKind, VatBasis
from roadbook.apps.leasing.models import Contract, Instalment, ScheduleVersion, StreamRow
from roadbook.apps.leasing.queries import invoicing
from roadbook.apps.leasing.queries.debts import source, stream_source
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.actions import ChargeLine
from roadbook.apps.receivables.models import Account

RANGE = 2_000
LABELS = {
    "interest": gettext_noop("Interest of instalment %(number)s"),
    "principal": gettext_noop("Principal of instalment %(number)s"),
    "rent": gettext_noop("Rent no. %(number)s"),
}


def plan_charging(company_id: int, on: date) -> Iterator[tuple[int, int]]:
    """Ranges of contract ids, each holding at most ``RANGE`` contracts with something to charge on this date."""
    found: set[int] = set()
    for model in (Instalment, StreamRow):
        due = model.objects.due_for_charge(company_id=company_id, on=on).order_by()
        found.update(due.values_list("schedule__contract_id", flat=True).distinct())
    yield from ranges(iter(sorted(found)))


@transaction.atomic
def charge_due(company_id: int, on: date, low: int, high: int) -> int:
    """Charge what of contracts ``low..high`` becomes debt by ``on``, each row once; returns how many.

    The unique source of a charge ("leasing:instalment:<id>:interest", ":principal" or ":rent", "leasing:stream:<id>")
    makes a repetition harmless even where ``charged_on`` were lost. Nothing is charged for nothing.
    """
    instalments = list(_due(Instalment, company_id, on, low, high))
    streams = list(_due(StreamRow, company_id, on, low, high))
    charges: dict[str, int] = {}
    for kind, batches in _by_product_kind(instalments, streams).items():
        fresh = receivables.charge_many(batches=batches, product_kind=kind, charged_on=on, by=None)
        charges |= {one.source: one.pk for one in fresh}
    _invoice(instalments, streams, charges)
    for model, rows in ((Instalment, instalments), (StreamRow, streams)):
        model.objects.filter(pk__in=[row.pk for row in rows]).update(charged_on=on)
    return len(instalments) + len(streams)


def charge_activation(contract: Contract, version: ScheduleVersion, *, on: date, by: Any) -> None:
    """Charge what falls due at activation: down payment, fees, their VAT; invoice it. The account is open."""
    rows = list(version.streams.filter(number=0, charged_on__isnull=True).order_by("pk"))
    lines = [_stream_line(row) for row in rows]
    fresh = receivables.charge(
        account=contract.live_account, product_kind=contract.product.kind, lines=lines, charged_on=on, by=by
    )
    charges = {one.source: one.pk for one in fresh}
    if contract.vat_basis == VatBasis.AT_HAND_OVER:
        drafts = [invoicing.of_hand_over(contract, version, rows, charges, on=on)]
    else:
        mine = invoicing.Together(contract, 0, version.pk, streams=rows)
        drafts = invoicing.of_instalments([mine], charges, issued_on=contract.company.business_date)
    if drafts:
        billing.issue_many(company=contract.company, drafts=drafts, by=by)
    StreamRow.objects.filter(pk__in=[row.pk for row in rows]).update(charged_on=on)


def _invoice(instalments: list[Instalment], streams: list[StreamRow], charges: dict[str, int]) -> None:
    """The tax documents of what the close of day charged, in as many statements for fifty as for one."""
    groups = invoicing.together(instalments, streams)
    if not groups:
        return
    company = groups[0].contract.company
    drafts = invoicing.of_instalments(groups, charges, issued_on=company.business_date)
    if drafts:
        billing.issue_many(company=company, drafts=drafts, by=None)


def _due(model: Any, company_id: int, on: date, low: int, high: int) -> QuerySet[Any]:
    rows = model.objects.due_for_charge(company_id=company_id, on=on)
    rows = rows.filter(schedule__contract_id__gte=low, schedule__contract_id__lte=high).select_for_update(of=("self",))
    parts = ("account", "product", "client", "branch", "company")
    found: QuerySet[Any] = rows.select_related(*(f"schedule__contract__{part}" for part in parts))
    return found.order_by("pk")


def ranges(ids: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Split rising ids into (low, high) pairs, both inclusive."""
    chunk: list[int] = []
    for pk in ids:
        chunk.append(pk)
        if len(chunk) == RANGE:
            yield chunk[0], chunk[-1]
            chunk = []
    if chunk:
        yield chunk[0], chunk[-1]


def _by_product_kind(
    instalments: list[Instalment], streams: list[StreamRow]
) -> dict[str, dict[Account, list[ChargeLine]]]:
    """The lines of each account, apart for each kind of product."""
    kinds: dict[str, dict[Account, list[ChargeLine]]] = {}
    lines = [(one.schedule.contract, list(_lines(one, one.schedule.contract.product.kind))) for one in instalments]
    lines += [(one.schedule.contract, [_stream_line(one)]) for one in streams]
    for contract, found in lines:
        kinds.setdefault(contract.product.kind, {}).setdefault(contract.live_account, []).extend(found)
    return kinds


def _stream_line(row: StreamRow) -> ChargeLine:
    return ChargeLine(row.kind, row.amount, row.due_on, stream_source(row.pk), row.label, row.label_params)


def _lines(row: Instalment, product_kind: str) -> Iterator[ChargeLine]:
    """Interest and principal of one instalment, or its rent, whatever of them is above nothing."""
    parts = [("interest", row.interest), ("principal", row.principal)]
    if product_kind == ProductKind.OPERATING_LEASE:
        parts = [("rent", row.total)]
    for kind, amount in parts:
        if amount:
            yield ChargeLine(kind, amount, row.due_on, source(row.pk, kind), LABELS[kind], {"number": row.number})
