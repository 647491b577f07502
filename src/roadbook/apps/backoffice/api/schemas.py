"""What the API says of jobs and of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema

from roadbook.kit.api import Key, StrictSchema, Text


class VerifyIn(StrictSchema):
    """The check covers every own company; ``company_id`` is the one on whose behalf it runs."""

    company_id: Key


class JobOut(Schema):
    """Long work. ``done`` and ``failed`` count pieces of ``total``, which is 0 while it is unknown."""

    id: Key
    name: str
    title: str
    company_id: Key | None
    state: Literal["queued", "running", "done", "cancelled", "dead"]
    total: int
    done: int
    failed: int
    cancel_asked: bool
    error: str
    result: dict[str, Any] = Field(description="What the job said at the end; empty before")
    started_by: str = Field(description="Empty for the machine")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class AuditOut(Schema):
    """One act. ``changes`` maps a field to its old and new value; personal values stay in the house."""

    id: Key
    at: datetime
    user_id: Key | None = Field(description="Null for the machine")
    user: str
    ip: str | None
    request_id: str
    company_id: Key | None
    action: str
    words: str = Field(description="The act in the caller's language")
    subject: str
    changes: dict[str, list[Any]]
    has_personal: bool = Field(description="Personal values were recorded too; they may have been erased since")


class AuditReasonIn(StrictSchema):
    reason: Text = Field(min_length=3, max_length=200, examples=["Complaint 12/2026"])


class ChangeOut(Schema):
    """One field in words, with its old and new value; an empty text where there was none."""

    label: str
    old: str
    new: str


class SealOut(Schema):
    """How far the audit log is sealed, and what the last walk along the chain of blocks said."""

    blocks: int
    sealed_to: Key | None
    sealed_at: datetime | None
    sha256: str
    unsealed: int
    verified_at: datetime | None
    broken: int
    problems: list[str]
