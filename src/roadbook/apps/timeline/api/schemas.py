"""What the API says of feeds."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema

from roadbook.apps.timeline.actions import LONGEST_NOTE
from roadbook.apps.timeline.enums import EntryKind
from roadbook.kit.api import Key, StrictSchema, Text

SubjectKey = Annotated[Text, Field(max_length=80, examples=["leasing.contract:12"])]


class EntryOut(Schema):
    """Something that happened, or a note. ``title`` is in the caller's language; ``by`` is empty for the machine."""

    id: Key
    company_id: Key
    subject: str
    client_id: Key | None
    kind: EntryKind
    title: str
    text: str
    at: datetime
    by: str
    is_pinned: bool


class NoteIn(StrictSchema):
    """A note on a subject, or on the client of ``client_id``: one of the two."""

    subject: SubjectKey = ""
    client_id: Key | None = None
    text: Text = Field(min_length=1, max_length=LONGEST_NOTE)


class NoteChange(StrictSchema):
    text: Text = Field(min_length=1, max_length=LONGEST_NOTE)


class PinIn(StrictSchema):
    is_pinned: bool = True
