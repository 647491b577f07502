"""Relations of a party, seen from its side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from roadbook.apps.parties.models import Party, Relation


@dataclass(frozen=True)
class Related:
    """One line: who (with a file, or a name only), what he or she is to the party, from when to when."""

    relation: Relation
    word: str
    name: str
    party: Party | None
    is_over: bool
    is_ours: bool

    @property
    def share(self) -> Decimal | None:
        """The part of a beneficial owner as a fraction of one."""
        return None if self.relation.share is None else Decimal(self.relation.share).scaleb(-4)


def relations_of(party: Party) -> list[Related]:
    """Relations of both directions: those that last first, then the newest. Files that became part of it stay out."""
    rows = (
        Relation.objects.of(party.pk)
        .exclude(Q(party__merged_into=party) | Q(other__merged_into=party))
        .select_related("party", "other")
        .order_by("-pk")
    )
    on = party.company.business_date
    return sorted(_lines(rows, party, on), key=lambda one: one.is_over)


def _lines(rows: Any, party: Party, on: Any) -> Iterator[Related]:
    for row in rows:
        is_ours = row.party_id == party.pk
        other = row.other if is_ours else row.party
        name = other.name if other else row.outsider_name
        yield Related(row, row.seen_from(party.pk), name, other, row.is_over(on), is_ours)


def relation_of(user: Any, party_pk: int, pk: int) -> Relation:
    """A relation on the file of a party that the user may see, from either side.

    :raises Relation.DoesNotExist: there is none, or it is another company's.
    """
    visible = Party.objects.visible_to(user).filter(pk=party_pk)
    found: Relation = (
        Relation.objects.filter(Q(party__in=visible) | Q(other__in=visible))
        .select_related("party__company", "other")
        .get(pk=pk)
    )
    return found
