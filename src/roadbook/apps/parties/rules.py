"""May these two files become one, and what of the contexts above follows a party when they do.

A context whose rows point to a party says so once, when it is ready: ``parties.follow(parties.Reference(...))``, or
``parties.stays(...)`` where the rows are never changed. A guard test finds the foreign keys about which nobody spoke.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from roadbook.kit import audit

from .enums import SHARED
from .models import Party, Relation

Label = str | Promise


@dataclass(frozen=True)
class Reference:
    """Rows that point to a party: the column ``column`` of ``model`` holds its key.

    ``is_key``: the column holds the plain key (``"parties.party:12"``), else the id. ``where`` narrows the rows.
    ``same`` are groups of columns: a row that would stand twice with the survivor's stays where it is. ``stay`` gives
    more rows that stay. ``refuse`` gives reasons against joining two files. ``after`` is told which rows moved.
    ``asked`` are the rows that, written after a merge, a person assigns when it is undone (none: they stay with the
    survivor); ``owner`` finds the party of such a row from what it is about instead. ``said`` describes a row.
    """

    model: str
    column: str
    label: Label
    is_key: bool = False
    where: Mapping[str, Any] = field(default_factory=dict)
    same: tuple[tuple[str, ...], ...] = ()
    same_where: Mapping[str, Any] = field(default_factory=dict)
    stay: Callable[[Party, Party], Q] | None = None
    refuse: Callable[[Party, Party], Iterable[str]] | None = None
    after: Callable[[Sequence[int]], None] | None = None
    asked: Q | None = field(default_factory=Q)
    owner: Callable[[Any], int | None] | None = None
    said: Callable[[Any], str] = str

    @property
    def name(self) -> str:
        return f"{self.model}.{self.column}"

    @property
    def lookup(self) -> str:
        """The column as a lookup that takes what ``value`` gives."""
        is_relation = apps.get_model(self.model)._meta.get_field(self.column).is_relation
        return f"{self.column}_id" if is_relation else self.column

    def value(self, party: Party) -> Any:
        return audit.key(party) if self.is_key else party.pk

    def rows(self, party: Party) -> QuerySet[Any]:
        """The rows that point to the party now."""
        found: QuerySet[Any] = apps.get_model(self.model)._base_manager.filter(**self.where)
        return found.filter(**{self.lookup: self.value(party)})

    def movable(self, survivor: Party, merged: Party) -> QuerySet[Any]:
        """The rows of the merged party that follow it."""
        found = self.rows(merged)
        for columns in self.same:
            twin = self.rows(survivor).filter(**self.same_where, **{name: OuterRef(name) for name in columns})
            found = found.exclude(Q(**self.same_where) & Exists(twin) if self.same_where else Exists(twin))
        return found.exclude(self.stay(survivor, merged)) if self.stay else found

    def point(self, ids: Sequence[int], party: Party) -> None:
        """Let these rows point to the party."""
        apps.get_model(self.model)._base_manager.filter(pk__in=ids).update(**{self.lookup: self.value(party)})


_references: dict[str, Reference] = {}
_staying: dict[str, str] = {}


def follow(reference: Reference) -> None:
    """These rows follow a party into the file of which it becomes part."""
    _references[reference.name] = reference


def stays(column: str, why: str) -> None:
    """The rows of this column, ``"receivables.Payment.payer"``, keep pointing to the file they were written for."""
    _staying[column] = why


def references() -> list[Reference]:
    """Everything that follows: rows whose party is found from what they are about come last."""
    return sorted(_references.values(), key=lambda one: (one.owner is not None, one.name))


def staying() -> Mapping[str, str]:
    return _staying


def said_of_number(identifier: Any) -> str:
    """A national number, masked, with its kind."""
    return f"{identifier.get_kind_display()} {identifier.masked}"


def against_merging(survivor: Party, merged: Party) -> list[str]:
    """Why the two files may not become one; empty when they may."""
    if survivor.pk == merged.pk:
        return [_("A file cannot become part of itself.")]
    if survivor.company_id != merged.company_id:
        return [_("The files belong to different companies.")]
    if survivor.merged_into_id or merged.merged_into_id:
        return [_("One of the files is already part of another one.")]
    found = []
    if survivor.kind != merged.kind:
        found.append(_("One is a person, the other an organisation."))
    found += _different_numbers(survivor, merged)
    found += _related(survivor, merged)
    for reference in references():
        found += list(reference.refuse(survivor, merged)) if reference.refuse else []
    return found


def _different_numbers(survivor: Party, merged: Party) -> Iterable[str]:
    """Nobody has two numbers of one kind: such files are of two people, or one number is wrong."""
    theirs = {(one.kind, one.country): one for one in merged.identifiers.all() if one.kind not in SHARED}
    for one in survivor.identifiers.all():
        if (one.kind, one.country) in theirs:
            yield _("They have different numbers: %(kind)s. Correct the wrong one first.") % {
                "kind": one.get_kind_display()
            }


def _related(survivor: Party, merged: Party) -> Iterable[str]:
    between = Q(party=survivor, other=merged) | Q(party=merged, other=survivor)
    for one in Relation.objects.filter(between, to_on__isnull=True):
        yield _("They are related to each other (%(kind)s). End or take back that relation first.") % {
            "kind": one.get_kind_display()
        }
