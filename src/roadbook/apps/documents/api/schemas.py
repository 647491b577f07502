"""What the API says of papers and of attached files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from roadbook.apps.documents.enums import (
    AttachmentKind,
    AttachmentState,
    DocumentKind,
    LegalBasis,
    PaperFormat,
    ScanState,
)
from roadbook.kit.api import Key, StrictSchema, Text

Note = Annotated[Text, Field(max_length=300)]
Reason = Annotated[Text, Field(min_length=3, max_length=300)]


class DocumentOut(Schema):
    """A stored paper (PDF or DOCX); ``subject`` is the plain key of what it is about."""

    id: Key
    kind: str
    language: str
    form: PaperFormat
    subject: str
    title: str
    sha256: str
    size: int
    created_at: datetime


class DocumentIn(StrictSchema):
    """Which paper of which row to make, in which language: ``kind`` and ``subject_id`` as the kind's owner has them."""

    kind: DocumentKind
    subject_id: Key
    language: Literal["bg", "en", "pl", "ru"]
    form: PaperFormat = PaperFormat.PDF


class AttachmentOut(Schema):
    """A file that somebody attached; ``sha256`` is that of the bytes that are kept."""

    id: Key
    company_id: Key
    subject: str
    kind: AttachmentKind
    name: str
    note: str
    media_type: str
    size: int
    pages: int
    sha256: str
    state: AttachmentState
    state_reason: str
    scan: ScanState
    legal_basis: LegalBasis | Literal[""]
    expires_on: date | None
    keep_until: date | None
    is_main: bool
    is_open: bool
    uploaded_at: datetime


class AttachIn(StrictSchema):
    """What is said of a file that is sent. Without a kind it is guessed; an identity scan needs a legal basis."""

    subject: Text = Field(max_length=80, examples=["vehicles.vehicle:12"])
    kind: AttachmentKind | None = None
    note: Note = ""
    expires_on: date | None = None
    legal_basis: LegalBasis | None = None


class AttachmentChange(StrictSchema):
    """What is to be changed."""

    kind: AttachmentKind | None = None
    note: Note | None = None
    expires_on: date | None = None


class CheckIn(StrictSchema):
    """``reason`` says what is wrong; it is needed to reject."""

    verdict: Literal["accept", "reject"]
    reason: Note = ""


class ArrangeIn(StrictSchema):
    to: Literal["main", "before", "behind"]


class PermitOut(Schema):
    """Whether scans of identity documents are allowed in a company (``branch_id`` is null) or a branch, and by what."""

    company_id: Key
    branch_id: Key | None
    is_on: bool
    laws: list[str]


class PermitIn(StrictSchema):
    company_id: Key
    branch_id: Key | None = None
    is_on: bool


class RemoveIn(StrictSchema):
    reason: Reason
