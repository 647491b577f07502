"""Reads of batches: who may see which, and what a user may import where."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from roadbook.kit import access
from roadbook.kit.models import ImportBatch, ImportRow, ImportState, JobState

from .declared import Importer
from .registry import registered

PERMISSION = "record.import"
BUSY = {ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING}
UNFINISHED = {JobState.QUEUED, JobState.RUNNING}


def companies(user: Any, importer: Importer) -> dict[int, str]:
    """The companies for which the user may run this importer, by id: both permissions are needed there."""
    may_import = access.companies(user, PERMISSION)
    may_change = access.companies(user, importer.permission)
    return {pk: name for pk, name in may_import.items() if pk in may_change}


def importers(user: Any) -> list[Importer]:
    """What the user may import anywhere."""
    return [one for one in registered() if companies(user, one)]


def visible_to(user: Any) -> QuerySet[ImportBatch]:
    """The batches of companies where the user may run their importer; those of no company are their maker's own."""
    allowed = Q(pk__in=())
    for importer in importers(user):
        where = Q(company_id__in=companies(user, importer)) | Q(company_id__isnull=True, created_by=user)
        allowed |= Q(importer=importer.code) & where
    return ImportBatch.objects.filter(allowed).select_related("job", "created_by")


def is_busy(batch: ImportBatch) -> bool:
    """A job works on it. A job that ended without finishing leaves the batch to whoever goes on."""
    return batch.state in BUSY and batch.job is not None and batch.job.state in UNFINISHED


def counted(batch: ImportBatch) -> dict[str, int]:
    """How many rows are in which state, as they are now."""
    found = ImportRow.objects.filter(batch=batch).values_list("state").annotate(rows=Count("pk")).order_by()
    return {str(state): rows for state, rows in found}
