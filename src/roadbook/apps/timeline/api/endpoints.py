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

from .schemas import EntryOut, NoteIn, PinIn

router = Router(tags=["timeline"])
PathKey = Annotated[Key, Path()]
About = Annotated[Text, Query("", max_length=80, description="Whose feed: a key such as `leasing.contract:12`")]
OfClient = Annotated[Key | None, Query(None, description="Whose feed: a client, with all that is the client's")]
Kind = Annotated[EntryKind | None, Query(None, description="Only entries of this kind")]


class FeedUnclear(Refused):
    """A feed is of one subject or of one client."""

    code = "feed"


@router.get("", response={200: Page[EntryOut], **RESPONSES}, operation_id="timeline_list", summary="A feed")
def list_entries(
    request: HttpRequest,
    *,
    subject: About = "",
    client_id: OfClient = None,
    kind: Kind = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> dict[str, Any]:
    """What happened to a subject or a client, newest first, as far as the caller may see it."""
    about = _subject(request, subject, client_id)
    found = page(request, queries.entries_of(about, request.user, kind=kind or ""), cursor, limit, order="-at")
    return {**found, "items": [_out(entry) for entry in found["items"]]}


@router.post("/notes", response={201: EntryOut, **RESPONSES}, operation_id="note_create", summary="Write a note")
@idempotent
def create_note(request: HttpRequest, payload: NoteIn) -> Any:
    """Write a note on a feed; it also appears on the feed of the subject's client."""
    about = _subject(request, payload.subject, payload.client_id)
    return Status(201, _out(actions.note_on(subject=about, text=payload.text, by=request.user)))


@router.post(
    "/{entry_id}/pin", response={200: EntryOut, **RESPONSES}, operation_id="entry_pin", summary="Pin or let go"
)
@idempotent
def pin_entry(request: HttpRequest, entry_id: PathKey, payload: PinIn) -> dict[str, Any]:
    """Keep an entry on top of its feeds, or let it go."""
    try:
        entry = queries.entry_visible_to(request.user, entry_id)
    except Entry.DoesNotExist:
        raise Http404 from None
    return _out(actions.pin(entry=entry, by=request.user, is_pinned=payload.is_pinned))


def _subject(request: HttpRequest, subject: str, client_id: int | None) -> rules.Subject:
    if bool(subject) == bool(client_id):
        raise FeedUnclear(_("Name a subject or a client: one of the two."), field="subject")
    return rules.visible_subject(request.user, subject or f"parties.party:{client_id}")


def _out(entry: Entry) -> dict[str, Any]:
    told = queries.line(entry)
    own = {name: getattr(entry, name) for name in ("company_id", "subject", "kind", "text", "at", "is_pinned")}
    return {**own, "id": entry.pk, "client_id": entry.party_id, "title": told.title, "by": told.by}
