"""Erasing bytes: identity scans at their date, removed files after a pause, leavings of a crash."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from roadbook.apps.documents.models import Attachment
from roadbook.apps.documents.queries.files import paths_with_rows
from roadbook.kit import audit, clock, files

PAUSE = timedelta(days=30)
LEAVINGS = timedelta(hours=24)


def expire(company_id: int, on: date, low: int, high: int) -> int:
    """A step of the close of day: erase what may not be kept longer, and what was removed 30 days ago.

    The row of a file stays, without bytes, so that one can tell that it was there.
    """
    del low, high
    due = Q(keep_until__lt=on) | Q(removed_at__lt=clock.now() - PAUSE)
    found = Attachment.objects.filter(due, company_id=company_id, erased_at__isnull=True).order_by("pk")
    erased = 0
    for attachment in found.iterator():
        with transaction.atomic():
            erase(attachment, at=clock.now())
            audit.record(
                action="documents.attachment.erase",
                subject=attachment,
                by=None,
                company_id=company_id,
                changes={"keep_until": [attachment.keep_until, None]},
            )
        erased += 1
    sweep()
    return erased


def erase(attachment: Attachment, *, at: datetime) -> None:
    """Mark the bytes as gone: they are never handed out again, and ``sweep`` takes them from the disk."""
    Attachment.objects.filter(pk=attachment.pk).update(erased_at=at)
    attachment.erased_at = at


def sweep() -> int:
    """Remove stored bytes that no row names, once they lie there for a day: erased ones, and what a crash left."""
    return files.sweep(paths_with_rows, before=clock.now() - LEAVINGS)
