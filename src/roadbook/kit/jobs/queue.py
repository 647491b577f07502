"""Registering, queueing, running, retrying and cancelling jobs.

django-tasks' database backend is the queue; the ``Job`` row says who may run it and what came of it. A job runs at
least once: its function must bear being run again after a kill.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import override
from django_tasks import task

from roadbook.kit import audit, clock, context
from roadbook.kit.errors import Refused
from roadbook.kit.models import Job, JobState

from .heartbeat import beating
from .progress import Cancelled, Interrupted, Progress

MAX_TRIES = 10
LEASE = timedelta(minutes=2)
FORGOTTEN = timedelta(minutes=10)
LONGEST_ERROR = 500
Function = Callable[..., dict[str, Any]]
Address = Callable[[Job], str]
log = logging.getLogger("roadbook.jobs")


@dataclass(frozen=True)
class Registered:
    function: Function
    title: str | Promise
    url: Address | None = None


_registered: dict[str, Registered] = {}


def job(name: str, *, title: str | Promise, url: Address | None = None) -> Callable[[Function], Function]:
    """Decorator: ``fn(progress, **payload) -> result``; payload and result are JSON data, ids rather than rows.

    ``url(job)`` is where people see what came of a run; without it they see the job itself.
    """

    def register(function: Function) -> Function:
        _registered[name] = Registered(function, title, url)
        return function

    return register


def address(job: Job) -> str:
    """Where people see what a job does and what came of it; empty where there is no page."""
    known = _registered.get(job.name)
    if known is not None and known.url is not None:
        return known.url(job)
    try:
        return reverse(settings.ROADBOOK_JOB_PAGE, args=[job.pk])
    except NoReverseMatch:
        return ""


def enqueue(name: str, *, by: Any, company_id: int | None = None, **payload: Any) -> Job:
    """Queue a run of a registered job; it exists if and only if the caller's transaction commits.

    ``by`` is the acting user, or None for the machine.
    """
    with override("en"):
        title = str(_registered[name].title)
    now = clock.now()
    with transaction.atomic():
        queued = Job.objects.create(
            name=name, title=title, payload=payload, created_by=by, company_id=company_id, created_at=now, queued_at=now
        )
        _offer(queued.pk, None)
    return queued


@task()
def run_job(job_id: int) -> None:
    """What the queue calls."""
    run(job_id)


def run(job_id: int) -> None:
    """Run a queued job, unless it is finished, cancelled or running elsewhere."""
    running = _claim(job_id)
    if running is None:
        return
    progress = Progress(running)
    try:
        with context.acting(context.Origin(request_id=f"job-{job_id}")), beating(running):
            result = _registered[running.name].function(progress, **running.payload)
        progress.flush()
    except Interrupted:
        _requeue(running, clock.now(), "", tries=F("tries") - 1)
    except Cancelled:
        _close(running, JobState.CANCELLED)
    except Refused as error:
        _close(running, JobState.DEAD, error=str(error))
    except Exception as error:
        log.exception("job %s failed", job_id)
        _failed(running, f"{type(error).__name__}: {error}"[:LONGEST_ERROR])
    else:
        _close(running, JobState.DONE, result=result or {}, error="")


def cancel(job: Job, *, by: Any) -> None:
    """Take a queued job from the queue, or ask a running one to stop at its next report. A finished one stays."""
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
        if not waiting.update(state=JobState.CANCELLED, cancel_asked=True, finished_at=clock.now()):
            Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_asked=True)
        audit.record(action="kit.job.cancel", subject=job, by=by, company_id=job.company_id)
    job.refresh_from_db()


def sweep() -> int:
    """Queue again what a dead worker left behind; returns how many jobs. A job that was tried ten times is given up."""
    now = clock.now()
    frozen = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=now - LEASE)
    forgotten = Job.objects.filter(state=JobState.QUEUED, queued_at__lt=now - FORGOTTEN)
    found = [*frozen, *forgotten]
    for one in found:
        if one.state == JobState.RUNNING:
            _failed(one, "the worker stopped without a word")
        else:
            _requeue(one, now, one.error)
    return len(found)


def _claim(job_id: int) -> Job | None:
    now = clock.now()
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, tries=F("tries") + 1, started_at=now, heartbeat_at=now, done=0, failed=0
    )
    return Job.objects.get(pk=job_id) if claimed else None


def _failed(job: Job, reason: str) -> None:
    if job.tries >= MAX_TRIES:
        _close(job, JobState.DEAD, error=reason)
        return
    pause = timedelta(seconds=min(3600, 2**job.tries) * random.uniform(0.5, 1.5))  # noqa: S311 - jitter is no secret
    _requeue(job, clock.now() + pause, reason)


def _requeue(job: Job, at: datetime, reason: str, **changes: Any) -> None:
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, state=job.state, tries=job.tries, queued_at=job.queued_at)
        if mine.update(state=JobState.QUEUED, queued_at=at, error=reason, **changes):
            _offer(job.pk, at)


def _close(job: Job, state: JobState, **changes: Any) -> None:
    mine = Job.objects.filter(pk=job.pk, state=job.state, tries=job.tries)
    if not mine.update(state=state, finished_at=clock.now(), heartbeat_at=clock.now(), **changes):
        log.warning("job %s was taken over by another try", job.pk)


def _offer(job_id: int, at: datetime | None) -> None:
    run_job.using(run_after=at).enqueue(job_id)
