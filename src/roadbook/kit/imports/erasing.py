"""Personal data of imports does not stay: some weeks after the end, rows lose what they say and the file goes."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from roadbook.kit import clock, states, vault
from roadbook.kit.models import ImportBatch, ImportProfile, ImportRow

from .batches import OPEN
from .states import BATCH, BatchEvent

KEPT = timedelta(days=30)
PROFILES_KEPT = timedelta(days=730)
AT_ONCE = 20


def erase() -> int:
    """Erase batches that ended, or were left alone, longer ago than they are kept; returns how many.

    What came of the rows stays (their state and the keys of what they made), what they said does not.
    """
    before = clock.now() - KEPT
    over = Q(finished_at__lt=before) | Q(finished_at__isnull=True, created_at__lt=before)
    batches = list(ImportBatch.objects.filter(over, erased_at__isnull=True).order_by("pk")[:AT_ONCE])
    for batch in batches:
        with transaction.atomic():
            _erase(batch)
        vault.remove(batch.file)
    ImportProfile.objects.filter(used_at__lt=clock.now() - PROFILES_KEPT).delete()
    return len(batches)


def _erase(batch: ImportBatch) -> None:
    if batch.state in OPEN:
        states.move(batch, BatchEvent.DISCARD, table=BATCH, by=None)
    ImportRow.objects.filter(batch=batch).update(content="", fields="", key="")
    ImportBatch.objects.filter(pk=batch.pk).update(erased_at=clock.now(), file="")
