"""When a client file is opened or changed, its feed says so."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.identity.models import User
from roadbook.apps.parties.events import PartyChanged, PartyRegistered
from roadbook.apps.parties.models import Party
from roadbook.kit import audit, clock
from roadbook.kit.events import subscribe

from . import actions
from .enums import EntryKind

REGISTERED = gettext_noop("Client file opened")
CHANGED = gettext_noop("Changed: %(fields)s")
LABELS = {
    "phones": _("phones"),
    "emails": _("e-mails"),
    "registered_address": _("registered address"),
    "current_address": _("current address"),
    "id_document": _("identity document"),
    "identifier": _("national number"),
    "identifier_kind": _("kind of number"),
}


@subscribe(PartyRegistered)
def tell_of_registration(event: PartyRegistered) -> None:
    _tell(event.party_id, event.by_id, REGISTERED, {})


@subscribe(PartyChanged)
def tell_of_change(event: PartyChanged) -> None:
    """One entry with the names of what changed; the values are in the audit log."""
    labels = [LABELS.get(name) or getattr(Party, name).field.verbose_name for name in event.fields.split(",")]
    _tell(event.party_id, event.by_id, CHANGED, {"fields": actions.named(labels)})


def _tell(party_id: int, by_id: int | None, title: str, params: dict[str, Any]) -> None:
    party = Party.objects.select_related("company").get(pk=party_id)
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
