"""Contracts that are over: closed by a user, or by the close of day when everything is paid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents import actions as documents
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import rules, states
from roadbook.apps.leasing.enums import ContractEvent, ContractState, HandingKind, ProductKind
from roadbook.apps.leasing.events import ContractClosed
from roadbook.apps.leasing.models import Contract, HandOver, Instalment
from roadbook.apps.leasing.queries import ending
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.models import Account
from roadbook.kit.errors import Refused
from roadbook.kit.events import publish
from roadbook.kit.states import MoveRefused, move

from .charging import ranges
from .telling import tell, tell_vehicle

OWED = ("principal_not_due", "billed_not_due", "overdue_principal", "overdue_interest", "overdue_other")


class ClosingRefused(Refused):
    """Something is owed, planned or not back yet; the message names it."""

    code = "closing"


@transaction.atomic
def close(*, contract: Contract, by: Any, papers: str = "") -> Contract:
    """Close a contract on the business date: nothing is owed or still to be charged, the vehicle is where it belongs.

    The client becomes the owner of what was financed; the account closes unless the client has credit on it.
    ``papers`` is the language in which the papers of the end are made; empty makes none.

    :raises ClosingRefused: naming what stands in the way. :raises MoveRefused: the contract is not live.
    :raises Forbidden: the user may not close it, or not make papers.
    """
    row = Contract.objects.locked(contract.pk)
    rules.require(by, Permission.CONTRACT_CLOSE, row)
    if ContractEvent.CLOSE not in states.CONTRACT[row.state]:
        raise MoveRefused(_("Only a contract that is live can be closed."))
    account = Account.objects.locked(row.live_account.pk)
    obstacles = ending.obstacles(row)
    if obstacles:
        raise ClosingRefused(" ".join(str(one) for one in obstacles))
    _close(row, account, on=row.company.business_date, by=by)
    for kind in ending.papers_of(row) if papers else ():
        documents.make(kind=str(kind), pk=row.pk, language=papers, by=by)
    return row


def plan_closing(company_id: int, on: date) -> Iterator[tuple[int, int]]:
    """Ranges of contract ids whose instalments are all charged and whose account owes nothing."""
    del on
    yield from ranges(_paid_out(company_id).order_by("pk").values_list("pk", flat=True).iterator())


@transaction.atomic
def close_paid(company_id: int, on: date, low: int, high: int) -> int:
    """Close the contracts ``low..high`` that are paid out; returns how many. The last step of the day.

    Their accounts close too, unless credit of the client is left on them: read under the account's lock, because a
    payment may arrive meanwhile.
    """
    found = _paid_out(company_id).filter(pk__range=(low, high)).select_for_update(of=("self",)).order_by("pk")
    rows = list(found.select_related("company", "client", "vehicle", "product"))
    for row in rows:
        _close(row, Account.objects.locked(row.live_account.pk), on=on, by=None)
    return len(rows)


def _close(row: Contract, account: Account, *, on: date, by: Any) -> None:
    """The row and its account are locked."""
    passes = ending.passes_ownership(row)
    row.closed_on, row.ownership_transferred_on = on, on if passes else None
    row.save(update_fields=["closed_on", "ownership_transferred_on"])
    move(row, ContractEvent.CLOSE, table=states.CONTRACT, by=by)
    if account.position.unapplied == 0:
        receivables.close_account(account=account, by=by)
    tell(row, "closed", by=by)
    if passes:
        tell_vehicle(row, "owned", by=by)
    publish(ContractClosed(contract_id=row.pk, company_id=row.company_id, closed_on=on))


def _paid_out(company_id: int) -> QuerySet[Contract]:
    """Live contracts with nothing left to charge and nothing owed; a vehicle that stays ours is back."""
    to_charge = Instalment.objects.filter(
        schedule__contract=OuterRef("pk"), schedule__is_active=True, charged_on__isnull=True
    )
    is_back = HandOver.objects.filter(contract=OuterRef("pk"), kind=HandingKind.RETURNED)
    over = Q(state=ContractState.TERMINATED) | (Q(state=ContractState.ACTIVE) & ~Exists(to_charge))
    where = Exists(is_back) | ~Q(product__kind=ProductKind.OPERATING_LEASE)
    nothing = {f"account__position__{name}": 0 for name in OWED}
    return Contract.objects.filter(over, where, company_id=company_id, **nothing)
