"""Feeds under /api/v1/timeline."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status

from roadbook.apps.timeline import actions, queries, rules
from roadbook.apps.timeline.enums import EntryKind
from roadbook.apps.timeline.models import Entry
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, Text, idempotent, page
from roadbook.kit.errors import Refused

from .schemas import EntryOut, NoteChange, NoteIn, PinIn

router = Router(tags=["timeline"])
PathKey = Annotated[Key, Path()]
About = Annotated[Text, Query("", max_length=80, description="Whose feed: a key such as `leasing.contract:12`")]
OfClient = Annotated[Key | None, Query(None, description="Whose feed: a client, with all that is the client's")]
Kinds = Annotated[list[EntryKind], Query([], description="Only entries of these kinds", max_length=len(EntryKind))]


class FeedUnclear(Refused):
    """A feed is of one subject or of one client."""

    code = "feed"


@router.get("", response={200: Page[EntryOut], **RESPONSES}, operation_id="timeline_list", summary="A feed")
def list_entries(
    request: HttpRequest,
    *,
    subject: About = "",
    client_id: OfClient = None,
    kind: Kinds,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> dict[str, Any]:
    """What happened to a subject or a client, newest first, as far as the caller may see it."""
    about = _subject(request, subject, client_id)
    found = page(
        request, queries.entries_of(about, request.user, kinds=[str(one) for one in kind]), cursor, limit, order="-at"
    )
    return {**found, "items": [_out(entry) for entry in found["items"]]}


@router.post("/notes", response={201: EntryOut, **RESPONSES}, operation_id="note_create", summary="Write a note")
@idempotent
def create_note(request: HttpRequest, payload: NoteIn) -> Any:
    """Write a note on a feed; it also appears on the feed of the subject's client."""
    about = _subject(request, payload.subject, payload.client_id)
    return Status(201, _out(actions.note_on(subject=about, text=payload.text, by=request.user)))


@router.patch(
    "/notes/{entry_id}",
    response={200: EntryOut, **RESPONSES},
    operation_id="note_change",
    summary="Correct an own note",
)
def change_note(request: HttpRequest, entry_id: PathKey, payload: NoteChange) -> dict[str, Any]:
    """Correct what the caller wrote, for 15 minutes; what it said before stays in the audit log."""
    return _out(actions.change_note(entry=_entry(request, entry_id), text=payload.text, by=request.user))


@router.post(
    "/notes/{entry_id}/remove",
    response={204: None, **RESPONSES},
    operation_id="note_remove",
    summary="Take an own note back",
)
@idempotent
def remove_note(request: HttpRequest, entry_id: PathKey) -> Any:
    """Take back what the caller wrote, for 15 minutes."""
    actions.remove_note(entry=_entry(request, entry_id), by=request.user)
    return Status(204, None)


@router.post(
    "/{entry_id}/pin", response={200: EntryOut, **RESPONSES}, operation_id="entry_pin", summary="Pin or let go"
)
@idempotent
def pin_entry(request: HttpRequest, entry_id: PathKey, payload: PinIn) -> dict[str, Any]:
    """Keep an entry on top of its feeds, or let it go."""
    return _out(actions.pin(entry=_entry(request, entry_id), by=request.user, is_pinned=payload.is_pinned))


def _entry(request: HttpRequest, pk: int) -> Entry:
    try:
        return queries.entry_visible_to(request.user, pk)
    except Entry.DoesNotExist:
        raise Http404 from None


def _subject(request: HttpRequest, subject: str, client_id: int | None) -> rules.Subject:
    if bool(subject) == bool(client_id):
        raise FeedUnclear(_("Name a subject or a client: one of the two."), field="subject")
    return rules.visible_subject(request.user, subject or f"parties.party:{client_id}")


def _out(entry: Entry) -> dict[str, Any]:
    told = queries.line(entry)
    own = {name: getattr(entry, name) for name in ("company_id", "subject", "kind", "text", "at", "is_pinned")}
    return {**own, "id": entry.pk, "client_id": entry.party_id, "title": told.title, "by": told.by}
