"""The close of day of leasing: instalments become debt, contracts that are paid out close."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_noop

from roadbook.apps.leasing import states
from roadbook.apps.leasing.enums import ContractEvent
from roadbook.apps.leasing.events import ContractClosed
from roadbook.apps.leasing.models import Contract, Instalment
from roadbook.apps.leasing.queries.debts import source
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.actions import ChargeLine
from roadbook.apps.receivables.models import Account
from roadbook.kit.events import publish
from roadbook.kit.states import move

from .telling import tell

RANGE = 2_000
LABELS = {
    "interest": gettext_noop("Interest of instalment %(number)s"),
    "principal": gettext_noop("Principal of instalment %(number)s"),
}
OWED = ("principal_not_due", "billed_not_due", "overdue_principal", "overdue_interest", "overdue_other")


def plan_charging(company_id: int, on: date) -> Iterator[tuple[int, int]]:
    """Ranges of contract ids, each holding at most ``RANGE`` contracts with something to charge on this date."""
    due = Instalment.objects.due_for_charge(company_id=company_id, on=on)
    ids = due.order_by("schedule__contract_id").values_list("schedule__contract_id", flat=True).distinct()
    yield from _ranges(ids.iterator())


@transaction.atomic
def charge_due(company_id: int, on: date, low: int, high: int) -> int:
    """Charge the instalments of contracts ``low..high`` that become debt by ``on``, each once; returns how many.

    The unique source of a charge ("leasing:instalment:<id>:interest" or ":principal") makes a repetition harmless even
    where ``charged_on`` were lost. Nothing is charged for nothing: a part of 0 has no charge.
    """
    due = Instalment.objects.due_for_charge(company_id=company_id, on=on)
    due = due.filter(schedule__contract_id__gte=low, schedule__contract_id__lte=high).select_for_update(of=("self",))
    rows = list(due.select_related("schedule__contract__account", "schedule__contract__product").order_by("pk"))
    for kind, batches in _by_product_kind(rows).items():
        receivables.charge_many(batches=batches, product_kind=kind, charged_on=on, by=None)
    Instalment.objects.filter(pk__in=[row.pk for row in rows]).update(charged_on=on)
    return len(rows)


def plan_closing(company_id: int, on: date) -> Iterator[tuple[int, int]]:
    """Ranges of contract ids whose instalments are all charged and whose account owes nothing."""
    del on
    yield from _ranges(_paid_out(company_id).order_by("pk").values_list("pk", flat=True).iterator())


@transaction.atomic
def close_paid(company_id: int, on: date, low: int, high: int) -> int:
    """Close the contracts ``low..high`` that are paid out; returns how many. The last step of the day.

    Their accounts close too, unless credit of the client is left on them: read under the account's lock, because a
    payment may arrive meanwhile.
    """
    found = _paid_out(company_id).filter(pk__range=(low, high)).select_for_update(of=("self",)).order_by("pk")
    rows = list(found.select_related("company", "client"))
    for row in rows:
        account = Account.objects.locked(row.live_account.pk)
        Contract.objects.filter(pk=row.pk).update(closed_on=on)
        move(row, ContractEvent.CLOSE, table=states.CONTRACT, by=None)
        if account.position.unapplied == 0:
            receivables.close_account(account=account, by=None)
        tell(row, "closed", by=None)
        publish(ContractClosed(contract_id=row.pk, company_id=row.company_id, closed_on=on))
    return len(rows)


def _ranges(ids: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Split rising ids into (low, high) pairs, both inclusive."""
    chunk: list[int] = []
    for pk in ids:
        chunk.append(pk)
        if len(chunk) == RANGE:
            yield chunk[0], chunk[-1]
            chunk = []
    if chunk:
        yield chunk[0], chunk[-1]


def _by_product_kind(rows: list[Instalment]) -> dict[str, dict[Account, list[ChargeLine]]]:
    """The lines of each account, apart for each kind of product."""
    kinds: dict[str, dict[Account, list[ChargeLine]]] = {}
    for row in rows:
        contract = row.schedule.contract
        kinds.setdefault(contract.product.kind, {}).setdefault(contract.live_account, []).extend(_lines(row))
    return kinds


def _lines(row: Instalment) -> Iterator[ChargeLine]:
    """Interest and principal of one instalment, whatever of them is above nothing."""
    for kind, amount in (("interest", row.interest), ("principal", row.principal)):
        if amount:
            yield ChargeLine(kind, amount, row.due_on, source(row.pk, kind), LABELS[kind], {"number": row.number})


def _paid_out(company_id: int) -> QuerySet[Contract]:
    """Live contracts with nothing left to charge and nothing owed."""
    to_charge = Instalment.objects.filter(
        schedule__contract=OuterRef("pk"), schedule__is_active=True, charged_on__isnull=True
    )
    nothing = {f"account__position__{name}": 0 for name in OWED}
    return Contract.objects.active().filter(~Exists(to_charge), company_id=company_id, **nothing)
