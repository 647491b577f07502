"""Called otherwise, or reached by another phone, a client is found so on the accounts behind which he stands."""

from __future__ import annotations

from roadbook.apps.parties.events import PartyChanged
from roadbook.kit.events import subscribe

from . import actions


@subscribe(PartyChanged)
def find_by_the_client_as_he_is(event: PartyChanged) -> None:
    actions.following.reindex_of(party_id=event.party_id)
