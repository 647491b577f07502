"""When a client file is opened, its feed says so. Changes stand there by themselves (``actions.tell_change``)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from roadbook.apps.identity.models import User
from roadbook.apps.parties.events import PartyRegistered
from roadbook.apps.parties.models import Party
from roadbook.kit import audit, clock
from roadbook.kit.events import subscribe

from . import actions
from .enums import EntryKind

REGISTERED = gettext_noop("Client file opened")


@subscribe(PartyRegistered)
def tell_of_registration(event: PartyRegistered) -> None:
    _tell(event.party_id, event.by_id, REGISTERED, {})


def _tell(party_id: int, by_id: int | None, title: str, params: dict[str, Any]) -> None:
    party = Party.objects.select_related("company").filter(pk=party_id).first()
    if party is None:
        return  # an import that was taken back meanwhile
    actions.record(
        company=party.company,
        subject=audit.key(party),
        party=party,
        kind=EntryKind.CHANGE,
        title=title,
        params=params,
        at=clock.now(),
        by=User.objects.filter(pk=by_id).first() if by_id else None,
    )
