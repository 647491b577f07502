"""Two files of one and the same become one, and are parted again: see ADR "Merged files"."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import rules
from roadbook.apps.parties.events import PartiesMerged, PartiesParted
from roadbook.apps.parties.models import Merge, MergeMove, Party
from roadbook.apps.parties.queries import flat, merging
from roadbook.kit import audit, clock
from roadbook.kit.errors import Conflict, Refused
from roadbook.kit.events import publish

from . import restoring


class MergeRefused(Refused):
    """The two files may not become one, or not be parted now."""

    code = "merge"


class MergeChanged(Conflict):
    """A file is not what was seen when this was decided."""

    code = "merge_changed"


@transaction.atomic
def merge(*, survivor: Party, merged: Party, versions: tuple[int, int], by: Any, taken: Collection[str] = ()) -> Merge:
    """Make the merged file part of the survivor's; everything that points to it follows.

    ``versions`` are those that were seen, the survivor's first. ``taken`` are the keys (``queries.flat``) whose value
    comes from the merged file although the survivor's says something.

    :raises MergeRefused: the first reason of ``rules.against_merging``.
    :raises MergeChanged: one of the files changed since.
    """
    survivor, merged = _both(survivor, merged)
    _require(survivor, by)
    _require(merged, by)
    reasons = rules.against_merging(survivor, merged)
    if reasons:
        raise MergeRefused(reasons[0])
    if (survivor.version, merged.version) != versions:
        raise MergeChanged(_("Somebody changed one of the files a moment ago. Look at the preview again."))
    before, theirs = flat.flat_of(survivor), flat.flat_of(merged)
    row = Merge(survivor=survivor, merged=merged, merged_at=clock.now(), merged_by=by)
    row.before = row.after = flat.dumps(before)
    row.save(force_insert=True)
    _move(row)
    Party.objects.filter(pk=merged.pk).update(merged_into=survivor, version=merged.version + 1)
    restoring.put(survivor, flat.joined(before, theirs, frozenset(taken)))
    row.after = flat.dumps(flat.flat_of(Party.objects.get(pk=survivor.pk)))
    row.save(update_fields=["after"])
    _tell("merge", row, by, {"taken": [None, sorted(taken)]})
    publish(PartiesMerged(**_event(row, by)))
    return row


@transaction.atomic
def unmerge(*, merge: Merge, assigned: Mapping[str, str], seen: str, by: Any) -> Merge:
    """Part the files: each is again what it was, with what came after the merge given to one of them.

    ``assigned`` maps the key of a fact (``queries.facts_since``) to ``"merged"``; all others stay with the survivor.
    ``seen`` is the digest of the facts that were decided on.

    :raises MergeRefused: it is parted already, a later merge stands on it, or a fact does not fit the other file.
    :raises MergeChanged: other facts than those that were seen.
    """
    survivor, merged = _both(merge.survivor, merge.merged)
    _require(survivor, by)
    row: Merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    row.survivor, row.merged = survivor, merged
    _may_be_parted(row)
    facts = merging.facts_since(row)
    if merging.facts_digest(facts) != seen:
        raise MergeChanged(_("Something came to the file a moment ago. Decide again."))
    theirs = [fact for fact in facts if assigned.get(fact.key) == "merged"]
    mine = [fact for fact in facts if assigned.get(fact.key) != "merged"]
    _move_back(row, theirs)
    Party.objects.filter(pk=merged.pk).update(merged_into=None)
    merged.merged_into = None
    restoring.put(survivor, _with(flat.loads(row.before), mine))
    restoring.put(merged, _with(flat.flat_of(merged), theirs))
    row.undone_at, row.undone_by = clock.now(), by
    row.save(update_fields=["undone_at", "undone_by"])
    counts = {"to_survivor": [None, len(mine)], "to_merged": [None, len(theirs)]}
    _tell("part", row, by, counts)
    publish(PartiesParted(**_event(row, by)))
    return row


def _both(survivor: Party, merged: Party) -> tuple[Party, Party]:
    """Both rows under their locks, always taken in the order of their keys."""
    if survivor.pk == merged.pk:
        raise MergeRefused(rules.against_merging(survivor, merged)[0])
    rows = {pk: Party.objects.locked(pk) for pk in sorted((survivor.pk, merged.pk))}
    return rows[survivor.pk], rows[merged.pk]


def _move(row: Merge) -> None:
    for reference in rules.references():
        own = list(reference.rows(row.survivor).values_list("pk", flat=True))
        moved = list(reference.movable(row.survivor, row.merged).values_list("pk", flat=True))
        if not own and not moved:
            continue
        MergeMove.objects.create(merge=row, reference=reference.name, moved=moved, own=own)
        reference.point(moved, row.survivor)
        if reference.after and moved:
            reference.after(moved)


def _may_be_parted(row: Merge) -> None:
    if row.undone_at:
        raise MergeRefused(_("These files were parted already."))
    if row.survivor.merged_into_id:
        raise MergeRefused(_("The file became part of another one since: part those first."))
    if Merge.objects.standing().filter(survivor=row.survivor, pk__gt=row.pk).exists():
        raise MergeRefused(_("Another file was joined to this one since: part that one first."))


def _move_back(row: Merge, theirs: list[merging.Fact]) -> None:
    """What had followed returns, with what was assigned; then rows that belong to what they are about."""
    moves = {move.reference: move for move in row.moves.all()}
    for reference in rules.references():
        move = moves.get(reference.name)
        known = {*move.moved, *move.own} if move else set()
        there = reference.rows(row.survivor)
        ids = list(there.filter(pk__in=move.moved).values_list("pk", flat=True)) if move else []
        if reference.owner is not None:
            since = there.exclude(pk__in=known)
            ids += [one.pk for one in since if reference.owner(one) == row.merged.pk]
        ids += [fact.pk for fact in theirs if fact.reference == reference.name]
        _point_back(reference, ids, row.merged)


def _point_back(reference: rules.Reference, ids: list[int], merged: Party) -> None:
    try:
        with transaction.atomic():
            reference.point(ids, merged)
    except IntegrityError:
        reason = _("The other file has the same already: %(what)s.") % {"what": reference.label}
        raise MergeRefused(reason) from None
    if reference.after and ids:
        reference.after(ids)


def _with(known: flat.Flat, facts: list[merging.Fact]) -> flat.Flat:
    for fact in facts:
        if fact.change is not None:
            known = _changed(known, fact.change)
    return known


def _changed(known: flat.Flat, change: flat.Change) -> flat.Flat:
    if change.key.startswith("field:"):
        return {**known, change.key: change.new}
    return flat.with_change(known, change.key, change.new)


def _tell(act: str, row: Merge, by: Any, changes: dict[str, Any]) -> None:
    """Both files keep it in their history."""
    for party, other in ((row.survivor, row.merged), (row.merged, row.survivor)):
        audit.record(
            action=f"parties.party.{act}",
            subject=party,
            by=by,
            company_id=party.company_id,
            changes={"merge": [None, row.pk], "with": [None, other.number], **changes},
        )


def _event(row: Merge, by: Any) -> dict[str, Any]:
    return {
        "party_id": row.survivor_id,
        "merged_id": row.merged_id,
        "company_id": row.survivor.company_id,
        "by_id": getattr(by, "pk", None),
    }


def _require(party: Party, by: Any) -> None:
    identity.require(by, Permission.PARTY_MERGE, company_id=party.company_id)
