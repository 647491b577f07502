"""What a running job tells about itself, and how it learns that it should stop."""

from __future__ import annotations

import threading
import time

from roadbook.kit import clock
from roadbook.kit.models import Job, JobState

FLUSH_EVERY = 0.5
stopping = threading.Event()
"""Set when this worker process is asked to end."""


class Cancelled(Exception):  # noqa: N818 - not an error: somebody asked for it
    """Somebody cancelled the job."""


class Interrupted(Exception):  # noqa: N818 - not an error
    """The worker ends, or another try has taken over: leave everything as it is."""


class Progress:
    """Handed to a job function as its first argument.

    Report after each piece of work and outside its transaction, so that people see it; a job that is cancelled or whose
    worker ends is stopped at such a report.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._done = self._failed = 0
        self._flushed_at = 0.0

    @property
    def job_id(self) -> int:
        return self._job.pk

    def total(self, count: int) -> None:
        """How many pieces there are."""
        self._write(total=count)

    def advance(self, done: int = 1, failed: int = 0) -> None:
        """Count pieces; written down twice a second at most.

        :raises Cancelled: somebody cancelled the job.
        :raises Interrupted: the worker ends, or another try has taken over.
        """
        self._done += done
        self._failed += failed
        if time.monotonic() - self._flushed_at >= FLUSH_EVERY:
            self.flush()
            self.check_cancelled()

    def flush(self) -> None:
        """Write the counts down now."""
        self._flushed_at = time.monotonic()
        self._write(done=self._done, failed=self._failed)

    def check_cancelled(self) -> None:
        """Raise when the job should stop (``Cancelled``, ``Interrupted``)."""
        if stopping.is_set():
            raise Interrupted
        if Job.objects.filter(pk=self._job.pk, cancel_asked=True).exists():
            raise Cancelled

    def _write(self, **counts: int) -> None:
        mine = Job.objects.filter(pk=self._job.pk, state=JobState.RUNNING, tries=self._job.tries)
        if not mine.update(heartbeat_at=clock.now(), **counts):
            raise Interrupted
