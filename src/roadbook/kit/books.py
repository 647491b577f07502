"""What must always hold of the kit's own rows; ``roadbook verify-books`` runs it with the contexts' checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext_noop

from . import audit, clock, seals, triggers
from .invariants import invariant
from .models import AuditValues, Job, JobState

STUCK = timedelta(minutes=10)


@invariant("I17", gettext_noop("append-only tables are guarded by the database"))
def guarded() -> Iterator[str]:
    for table in triggers.missing():
        yield f"{table} has no trigger"


@invariant("I17", gettext_noop("personal values of the audit are those that it recorded"))
def audit_values() -> Iterator[str]:
    for values in AuditValues.objects.select_related("entry").iterator(chunk_size=2000):
        if audit.digest(values.values) != values.entry.values_sha256:
            yield f"audit entry {values.entry_id}: its personal values were changed"


@invariant("I17", gettext_noop("the sealed audit log is as it was sealed"))
def sealed() -> Iterator[str]:
    yield from seals.broken()


@invariant("I24", gettext_noop("a running job gives signs of life"))
def living_jobs() -> Iterator[str]:
    for job in Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=clock.now() - STUCK).order_by("pk"):
        yield f"job {job.pk} ({job.name}) has been silent since {job.heartbeat_at}"
