"""What must always hold of stored files (I18)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from roadbook.apps.documents.models import Attachment, Document
from roadbook.kit import files
from roadbook.kit.invariants import invariant


@invariant("I18", gettext_noop("Stored files have the bytes that were made"))
def check_files() -> Iterator[str]:
    """Every stored document against its hash."""
    for document in Document.objects.order_by("pk").iterator():
        if not _is_whole(document.path, document.sha256):
            yield f"document {document.pk} ({document.path}): the stored bytes are not those that were made"


@invariant("I18", gettext_noop("Attached files have the bytes that were kept"))
def check_attachments() -> Iterator[str]:
    """Every attached file whose bytes were not erased against its hash."""
    for one in Attachment.objects.filter(erased_at__isnull=True).order_by("pk").iterator():
        if not _is_whole(one.path, one.stored_sha256):
            yield f"attachment {one.pk} ({one.path}): the stored bytes are not those that were kept"


def _is_whole(path: str, sha256: str) -> bool:
    try:
        files.read(path, sha256)
    except files.Damaged:
        return False
    return True
