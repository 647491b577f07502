"""What the API says of documents."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from roadbook.kit.api import Key


class DocumentOut(Schema):
    """A stored PDF; ``subject`` is the plain key of what it is about."""

    id: Key
    kind: str
    language: str
    subject: str
    title: str
    sha256: str
    size: int
    created_at: datetime
