"""Contracts on their way: for who writes them and who makes them active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    states = list(mine.order_by().values_list("state", flat=True))
    return Pipeline(
        on_the_way=list(mine.filter(state__in=ON_THE_WAY).order_by("-pk")[:SHOWN]),
        drafts=states.count(ContractState.DRAFT),
        signed=states.count(ContractState.SIGNED),
        active=states.count(ContractState.ACTIVE),
    )


def awaiting_activation(user: Any) -> list[Contract]:
    """Signed contracts that the user may make active, longest waiting first."""
    mine = Contract.objects.visible_to(user, Permission.CONTRACT_ACTIVATE).values("pk")
    return list(
        leasing.register(user).filter(state=ContractState.SIGNED, pk__in=mine).order_by("signed_on", "pk")[:SHOWN]
    )
