"""Joining two files of one client, and parting them again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.models import Merge, Party
from roadbook.kit.api import RESPONSES, Key

from .present import client_file, need
from .routing import router
from .schemas import ClientFileOut, FactsOut, MergeIn, MergePreviewOut, PartIn


@router.get(
    "/{client_id}/merge/{other_id}",
    response={200: MergePreviewOut, **RESPONSES},
    operation_id="merge_preview",
    summary="What joining two files would do",
)
def preview(request: HttpRequest, client_id: Key, other_id: Key) -> dict[str, Any]:
    """``client_id`` stays, ``other_id`` becomes part of it. ``refusals`` are the reasons against."""
    need(request, Permission.PARTY_MERGE)
    survivor, merged = _party(request, client_id), _party(request, other_id)
    found = queries.merge_preview(survivor, merged)
    return {
        "survivor_id": survivor.pk,
        "merged_id": merged.pk,
        "survivor_version": survivor.version,
        "merged_version": merged.version,
        "choices": found.choices,
        "added": [f"{label}: {text}" for label, text in found.added],
        "following": {one.label: one.count for one in found.following},
        "refusals": found.refusals,
    }


@router.post(
    "/{client_id}/merge/{other_id}",
    response={200: ClientFileOut, **RESPONSES},
    operation_id="merge_run",
    summary="Join two files",
)
def join(request: HttpRequest, client_id: Key, other_id: Key, payload: MergeIn) -> Any:
    """Make the other file part of this one. A second time is refused: it is part of it already."""
    need(request, Permission.PARTY_MERGE)
    actions.merge(
        survivor=_party(request, client_id),
        merged=_party(request, other_id),
        versions=(payload.survivor_version, payload.merged_version),
        taken=payload.taken,
        by=request.user,
    )
    return client_file(request, client_id)


@router.get(
    "/{client_id}/part",
    response={200: FactsOut, **RESPONSES},
    operation_id="merge_facts",
    summary="What came after a merge",
)
def facts(request: HttpRequest, client_id: Key) -> dict[str, Any]:
    """What has to be given to one of the two files when the latest merge is undone."""
    need(request, Permission.PARTY_MERGE)
    merge = _merge(request, client_id)
    found = queries.facts_since(merge)
    return {
        "merged_id": merge.merged_id,
        "merged_number": merge.merged.number,
        "seen": queries.facts_digest(found),
        "facts": found,
    }


@router.post(
    "/{client_id}/part",
    response={200: ClientFileOut, **RESPONSES},
    operation_id="merge_undo",
    summary="Part two files",
)
def part(request: HttpRequest, client_id: Key, payload: PartIn) -> Any:
    """Undo the latest merge. Other facts than those that were ``seen`` answer 409."""
    need(request, Permission.PARTY_MERGE)
    assigned = dict.fromkeys(payload.merged, "merged")
    actions.unmerge(merge=_merge(request, client_id), assigned=assigned, seen=payload.seen, by=request.user)
    return client_file(request, client_id)


def _party(request: HttpRequest, pk: int) -> Party:
    found: Party | None = Party.objects.visible_to(request.user, Permission.PARTY_MERGE).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _merge(request: HttpRequest, pk: int) -> Merge:
    found = queries.standing_merge(request.user, pk)
    if found is None:
        raise Http404
    return found
