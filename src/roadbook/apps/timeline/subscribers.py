"""What the feed of a client says: that the file was opened, which letters came back.

Changes stand there by themselves (``actions.tell_change``).
"""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_noop

from roadbook.apps.identity.models import User
from roadbook.apps.parties.enums import AddressKind, ReturnReason
from roadbook.apps.parties.events import AddressWorks, LetterReturned, PartyRegistered
from roadbook.apps.parties.models import Party
from roadbook.kit import audit, clock
from roadbook.kit.events import subscribe

from . import actions
from .enums import EntryKind

REGISTERED = gettext_noop("Client file opened")
RETURNED = gettext_noop("A letter came back on %(day)s: %(reason)s (%(address)s)")
WORKS = gettext_noop("Letters reach the client again (%(address)s)")


@subscribe(PartyRegistered)
def tell_of_registration(event: PartyRegistered) -> None:
    _tell(event.party_id, event.by_id, REGISTERED, {})


@subscribe(LetterReturned)
def tell_of_letter(event: LetterReturned) -> None:
    words = {"day": {"day": event.on.isoformat()}, "reason": _word(ReturnReason(event.reason).label)}
    _tell(event.party_id, event.by_id, RETURNED, {**words, "address": _word(AddressKind(event.kind).label)})


@subscribe(AddressWorks)
def tell_of_address(event: AddressWorks) -> None:
    _tell(event.party_id, event.by_id, WORKS, {"address": _word(AddressKind(event.kind).label)})


def _word(label: Any) -> dict[str, str]:
    """A translatable label as a param: the msgid is kept, the reader sees it in his or her language."""
    with translation.override(None):
        return {"msg": str(label)}


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
