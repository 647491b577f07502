"""What is planned for a contract, or for all contracts of a client: the next instalment of each."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.leasing.models import Contract, Instalment
from roadbook.apps.timeline.rules import Planned, Subject
from roadbook.kit.money import format_money

OF_CONTRACT, OF_CLIENT = "leasing.contract", "parties.party"


def planned(subject: Subject, user: Any) -> list[Planned]:
    """For the timeline: one query for contracts and clients, none for anything else."""
    kind, _colon, pk = subject.key.partition(":")
    if kind not in {OF_CONTRACT, OF_CLIENT}:
        return []
    contracts = Contract.objects.visible_to(user).filter(state=ContractState.ACTIVE)
    mine = contracts.filter(pk=int(pk)) if kind == OF_CONTRACT else contracts.filter(client_id=int(pk))
    ahead = Instalment.objects.filter(
        schedule=OuterRef("schedule"), due_on__gte=F("schedule__contract__company__business_date")
    )
    rows = Instalment.objects.filter(
        schedule__is_active=True,
        schedule__contract__in=mine,
        pk=Subquery(ahead.order_by("due_on").values("pk")[:1]),
    )
    return [_planned(row) for row in rows.select_related("schedule__contract")]


def _planned(row: Instalment) -> Planned:
    contract = row.schedule.contract
    money = format_money(row.total, contract.currency)
    return Planned(
        on=row.due_on,
        title=_("Instalment %(nth)d of %(number)s: %(money)s")
        % {"nth": row.number, "number": contract.number, "money": money},
        icon="calendar",
        tone="info",
        url=reverse("leasing:contract_show", args=[contract.pk]),
    )
