"""What a broker answers for, told when they leave."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from roadbook.apps.identity.models import User
from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.leasing.models import Contract

OPEN = (ContractState.DRAFT, ContractState.SIGNED, ContractState.ACTIVE, ContractState.TERMINATED)


def contracts_to_hand_over(person: User, reader: Any) -> int:
    """How many open contracts have this broker, as far as the reader sees them."""
    return int(Contract.objects.visible_to(reader).filter(broker=person, state__in=OPEN).count())


def contracts_of_broker(person: User) -> str:
    """The address of the list that shows them, from which they are handed over together."""
    states = "&".join(f"state={one}" for one in OPEN)
    return f"{reverse('leasing:contract_list')}?{states}&broker={person.pk}"
