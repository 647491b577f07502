"""What the three jobs share: whose batch it is, for whom one acts, in whose language one speaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.urls import reverse
from django.utils.translation import override

from roadbook.kit import jobs
from roadbook.kit.models import ImportBatch, Job

from .declared import Ground


def page(job: Job) -> str:
    """Where people see what a job does with their batch."""
    return reverse("imports:batch_show", args=[job.payload["batch_id"]])


@contextmanager
def acting(progress: jobs.Progress, batch_id: int, state: str) -> Iterator[tuple[ImportBatch, Ground] | None]:
    """The batch and the ground of a job; None where another job has taken the batch out of this state.

    What is said of rows is said in the language of who asked.
    """
    by = Job.objects.select_related("created_by").get(pk=progress.job_id).created_by
    batch = ImportBatch.objects.get(pk=batch_id)
    with override(getattr(by, "language", None) or "en"):
        if batch.state != state or batch.job_id != progress.job_id:
            yield None
        else:
            yield batch, Ground(company_id=batch.company_id, by=by)
