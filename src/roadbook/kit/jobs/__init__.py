"""Long work outside the request: queued in the asker's transaction, run by a worker, watched and cancelled."""

from .progress import Cancelled, Interrupted, Progress
from .queue import LEASE, MAX_TRIES, cancel, enqueue, job, run, run_job, sweep
from .worker import work

__all__ = [
    "LEASE",
    "MAX_TRIES",
    "Cancelled",
    "Interrupted",
    "Progress",
    "cancel",
    "enqueue",
    "job",
    "run",
    "run_job",
    "sweep",
    "work",
]
