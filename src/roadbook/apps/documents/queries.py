"""Reading documents and their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.kit.errors import Refused
from roadbook.kit.invariants import invariant

from .models import Document


class FileDamaged(Refused):
    """The stored bytes are not those that were made."""

    code = "file_damaged"


def documents_of(user: Any, subjects: Collection[str]) -> QuerySet[Document]:
    """The documents of these subjects that the user may see, newest first."""
    rows = Document.objects.visible_to(user).filter(subject__in=subjects)
    return rows.select_related("created_by").order_by("-id")


def document_file(user: Any) -> QuerySet[Document]:
    """Documents that the user may see."""
    return Document.objects.visible_to(user).select_related("company")


def content(document: Document) -> bytes:
    """The stored bytes.

    :raises FileDamaged: the file is missing or its hash differs (I18).
    """
    path = Path(settings.MEDIA_ROOT) / document.path
    found = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(found).hexdigest() != document.sha256:
        raise FileDamaged(_("The stored file is damaged. It is not handed out; tell the administrator."))
    return found


@invariant("I18", gettext_noop("Stored files have the bytes that were made"))
def check_files() -> Iterator[str]:
    """Every stored document against its hash."""
    for document in Document.objects.order_by("pk").iterator():
        try:
            content(document)
        except FileDamaged:
            yield f"document {document.pk} ({document.path}): the stored bytes are not those that were made"
