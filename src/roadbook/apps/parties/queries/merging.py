"""What joining two files would do, and what parting them again has to settle."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import rules
from roadbook.apps.parties.models import Merge, Party

from . import flat

CHOOSABLE = ("field", "address")
FACT_KEY_LENGTH = 16


@dataclass(frozen=True)
class Choice:
    """One field on which the files differ; ``is_taken``: the merged file's value is the usual choice."""

    key: str
    label: str
    survivor: str
    merged: str
    is_taken: bool = False


@dataclass(frozen=True)
class Following:
    """How many rows of a kind follow, and how many stay because the survivor has the same."""

    label: str
    count: int
    staying: int


@dataclass(frozen=True)
class MergePreview:
    """``refusals`` are the reasons against; then nothing else matters."""

    survivor: Party
    merged: Party
    choices: list[Choice] = field(default_factory=list)
    added: list[tuple[str, str]] = field(default_factory=list)
    following: list[Following] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def merge_preview(survivor: Party, merged: Party) -> MergePreview:
    """What becomes of the fields, what is added, what moves, and what speaks against it."""
    refusals = rules.against_merging(survivor, merged)
    if refusals:
        return MergePreview(survivor, merged, refusals=refusals)
    mine, theirs = flat.flat_of(survivor), flat.flat_of(merged)
    choices = [
        Choice(key, flat.label_of(key), flat.said(key, mine.get(key)), flat.said(key, value), not mine.get(key))
        for key, value in theirs.items()
        if key.partition(":")[0] in CHOOSABLE and value and value != mine.get(key) and flat.label_of(key)
    ]
    added = [
        (flat.label_of(key), flat.said(key, value))
        for key, value in theirs.items()
        if key.partition(":")[0] not in CHOOSABLE and key not in mine
    ]
    return MergePreview(survivor, merged, choices, added, list(_following(survivor, merged)))


def _following(survivor: Party, merged: Party) -> Iterator[Following]:
    """By what the rows are called: relations from a party and to it are one line."""
    moved: Counter[str] = Counter()
    all_rows: Counter[str] = Counter()
    for reference in rules.references():
        total = reference.rows(merged).count()
        if total and reference.owner is None:
            label = str(reference.label)
            all_rows[label] += total
            moved[label] += reference.movable(survivor, merged).count()
    return (Following(label, moved[label], total - moved[label]) for label, total in all_rows.items())


@dataclass(frozen=True)
class Fact:
    """Something that came after a merge, to be assigned to one of the two files."""

    key: str
    label: str
    text: str
    change: flat.Change | None = None
    reference: str = ""
    pk: int = 0


def facts_since(merge: Merge) -> list[Fact]:
    """Changes of the survivor's details, and rows that came to it, since the merge."""
    survivor = merge.survivor
    changed = flat.changes(flat.loads(merge.after), flat.flat_of(survivor))
    details = [
        Fact(_key(one.key), flat.label_of(one.key) or "", _moved(one), change=one) for one in changed if _is_shown(one)
    ]
    return [*details, *_rows_since(merge)]


def _is_shown(change: flat.Change) -> bool:
    return change.key != "field:manager_number_kind"


def _moved(change: flat.Change) -> str:
    return f"{flat.said(change.key, change.old)} → {flat.said(change.key, change.new)}"


def _rows_since(merge: Merge) -> Iterator[Fact]:
    known = {move.reference: {*move.moved, *move.own} for move in merge.moves.all()}
    for reference in rules.references():
        if reference.asked is None or reference.owner is not None:
            continue
        rows = reference.rows(merge.survivor).filter(reference.asked).exclude(pk__in=known.get(reference.name, set()))
        for row in rows.order_by("pk"):
            name = f"{reference.name}:{row.pk}"
            yield Fact(_key(name), str(reference.label), reference.said(row), reference=reference.name, pk=row.pk)


def _key(name: str) -> str:
    """A short word for a fact, without what it says: it stands in a form."""
    return hashlib.sha256(name.encode()).hexdigest()[:FACT_KEY_LENGTH]


def facts_digest(facts: list[Fact]) -> str:
    """Changes when the facts do: what is decided must be what was seen."""
    told = "\x00".join(f"{one.key}\x01{one.text}" for one in facts)
    return hashlib.sha256(told.encode()).hexdigest()[:FACT_KEY_LENGTH]


def standing_merge(user: Any, party_pk: int) -> Merge | None:
    """The latest merge into the party that the user may undo."""
    visible = Party.objects.with_merged_for(user, Permission.PARTY_MERGE).filter(pk=party_pk)
    found: Merge | None = (
        Merge.objects.standing()
        .filter(survivor__in=visible)
        .select_related("survivor__company", "merged")
        .order_by("-pk")
        .first()
    )
    return found


def survivor_of(user: Any, pk: int) -> int | None:
    """The file that stands in the place of a merged one; the user may see it. None when there is none."""
    rows = Party.objects.with_merged_for(user)
    place: int | None = pk
    while place is not None:
        found = rows.filter(pk=place).values_list("pk", "merged_into_id").first()
        if found is None or found[1] is None:
            return found[0] if found else None
        place = found[1]
    return None
