"""A thread that says, while a job function works, that its process is alive."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

from roadbook.kit import clock
from roadbook.kit.models import Job, JobState

BEAT_EVERY = 15.0


@contextmanager
def beating(job: Job) -> Iterator[None]:
    """Touch ``heartbeat_at`` every quarter of a minute for as long as the block runs."""
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(job.pk, job.tries, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(job_id: int, tries: int, over: threading.Event) -> None:
    while not over.wait(BEAT_EVERY):
        # A database that is busy or away for a moment loses one beat of the eight in a lease.
        with suppress(DatabaseError):
            Job.objects.filter(pk=job_id, tries=tries, state=JobState.RUNNING).update(heartbeat_at=clock.now())
        connection.close()
