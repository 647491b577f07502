"""Reading made documents and their bytes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from roadbook.apps.documents.models import Document
from roadbook.kit import files

FileDamaged = files.Damaged


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
    return files.read(document.path, document.sha256)
