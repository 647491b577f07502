"""Contracts on their way: for who writes them and who makes them active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import queries as leasing
from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.leasing.models import Contract

SHOWN = 8
ON_THE_WAY = (ContractState.DRAFT, ContractState.SIGNED)


@dataclass(frozen=True)
class Pipeline:
    """The user's own contracts: those on their way (newest first), and how many of each state there are."""

    on_the_way: list[Contract]
    drafts: int
    signed: int
    active: int


def pipeline(user: Any) -> Pipeline:
    """What the user wrote as a broker. Two statements."""
    mine = leasing.register(user).filter(broker_id=user.pk)
    counts = dict(mine.order_by().values_list("state").annotate(count=Count("pk")))
    return Pipeline(
        on_the_way=list(mine.filter(state__in=ON_THE_WAY).order_by("-pk")[:SHOWN]),
        drafts=counts.get(ContractState.DRAFT, 0),
        signed=counts.get(ContractState.SIGNED, 0),
        active=counts.get(ContractState.ACTIVE, 0),
    )


def drafts(user: Any) -> list[Contract]:
    """Drafts that anybody is preparing, newest first: for who completes them."""
    return list(leasing.register(user).filter(state=ContractState.DRAFT).order_by("-pk")[:SHOWN])


def awaiting_activation(user: Any) -> list[Contract]:
    """Signed contracts that the user may make active, longest waiting first."""
    mine = Contract.objects.visible_to(user, Permission.CONTRACT_ACTIVATE).values("pk")
    return list(
        leasing.register(user).filter(state=ContractState.SIGNED, pk__in=mine).order_by("signed_on", "pk")[:SHOWN]
    )
