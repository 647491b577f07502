"""Changing what is known about a party."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import queries
from roadbook.apps.parties.events import PartyChanged
from roadbook.apps.parties.models import Party
from roadbook.kit import audit
from roadbook.kit.errors import Conflict
from roadbook.kit.events import publish

from . import checking, filling


class PartyChangedMeanwhile(Conflict):
    """The file is not what the editor saw."""


@transaction.atomic
def change_party(*, party: Party, version: int, by: Any, **changes: Any) -> Party:
    """Change fields of ``PartyDetails``; what is not named stays. ``version`` is the one that the editor saw.

    Nothing different: nothing is written and the version stays.

    :raises PartyChangedMeanwhile: somebody changed the file since.
    :raises IdentifierRefused, DuplicateParty, DetailsRefused: as for a new party.
    """
    row = Party.objects.locked(party.pk)
    identity.require(by, Permission.PARTY_EDIT, company_id=row.company_id)
    if row.merged_into_id:
        raise PartyChangedMeanwhile(_("This file became part of another one."))
    if row.version != version:
        raise PartyChangedMeanwhile(_("Somebody changed this client a moment ago."))
    old = queries.details_of(row)
    checked = checking.checked(replace(old, **changes, kind=row.kind), row.company, old=old, known=row)
    difference = filling.difference(old, checked)
    if not difference:
        return row
    write(row, checked, difference, by)
    return row


def write(row: Party, checked: checking.Checked, difference: dict[str, list[Any]], by: Any) -> None:
    """Put checked details in the place of those on file, and tell of it."""
    filling.fill(row, checked)
    row.version += 1
    row.save(force_update=True)
    filling.attach(row, checked)
    filling.index(row)
    audit.record(
        action="parties.party.change",
        subject=row,
        by=by,
        company_id=row.company_id,
        changes={"fields": [None, sorted(difference)], "version": [row.version - 1, row.version]},
        personal=difference,
    )
    publish(
        PartyChanged(
            party_id=row.pk,
            company_id=row.company_id,
            fields=",".join(sorted(difference)),
            by_id=getattr(by, "pk", None),
        )
    )
