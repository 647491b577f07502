"""Jobs: queued with the asker's transaction, run once, retried, cancelled, swept."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from roadbook.kit import clock, jobs
from roadbook.kit.errors import Refused
from roadbook.kit.jobs import progress, queue, worker
from roadbook.kit.models import AuditEntry, Job, JobState, WorkerBeat
from roadbook.kit.testing import at_once, run_jobs, undone

pytestmark = pytest.mark.django_db
calls: list[Any] = []
mood: dict[str, Any] = {}


@jobs.job("kit.test", title=_("Queued"))
def work_on(told: jobs.Progress, *, count: int = 3, **_rest: Any) -> dict[str, Any]:
    calls.append(told.job_id)
    told.total(count)
    for number in range(count):
        if "act" in mood:
            mood["act"](told, number)
        told.advance()
    return {"counted": count}


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    calls.clear()
    mood.clear()
    progress.stopping.clear()
    monkeypatch.setattr(progress, "FLUSH_EVERY", 0)


def reload(job: Job) -> Job:
    job.refresh_from_db()
    return job


def test_job_runs_and_keeps_its_result() -> None:
    job = jobs.enqueue("kit.test", by=None, company_id=7, count=2)
    assert (job.state, job.title, job.company_id) == (JobState.QUEUED, "Queued", 7)
    assert run_jobs() == [job]
    job = reload(job)
    assert (job.state, job.done, job.total, job.percent, job.result) == (JobState.DONE, 2, 2, 100, {"counted": 2})
    assert job.finished_at is not None


def test_rollback_takes_the_job_with_it() -> None:
    undone(lambda: jobs.enqueue("kit.test", by=None))
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_unknown_job_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        jobs.enqueue("kit.unknown", by=None)
    assert not Job.objects.exists()


def test_finished_job_does_not_run_again() -> None:
    job = jobs.enqueue("kit.test", by=None)
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert calls == [job.pk]


def test_failure_is_retried_ten_times_then_dead_with_its_reason() -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("the bank is away")

    mood["act"] = fail
    job = jobs.enqueue("kit.test", by=None)
    for tries in range(1, 11):
        jobs.run(job.pk)
        assert reload(job).tries == tries
    assert (job.state, job.error) == (JobState.DEAD, "RuntimeError: the bank is away")
    jobs.run(job.pk)
    assert len(calls) == 10


def test_retry_waits_and_succeeds() -> None:
    mood["act"] = lambda *_: 1 / 0
    job = jobs.enqueue("kit.test", by=None)
    jobs.run(job.pk)
    assert reload(job).state == JobState.QUEUED
    assert job.queued_at > clock.now()
    assert DBTaskResult.objects.filter(run_after=job.queued_at).count() == 1
    mood.clear()
    jobs.run(job.pk)
    assert (reload(job).state, job.error, job.tries) == (JobState.DONE, "", 2)


def test_refusal_is_final() -> None:
    def refuse(*_: Any) -> None:
        raise Refused("the period is closed")

    mood["act"] = refuse
    job = jobs.enqueue("kit.test", by=None)
    jobs.run(job.pk)
    assert (reload(job).state, job.error, job.tries) == (JobState.DEAD, "the period is closed", 1)


def test_cancel_queued_and_running() -> None:
    user = get_user_model().objects.create_user(email="a@example.com", password=None, name="A")
    queued = jobs.enqueue("kit.test", by=user)
    jobs.cancel(queued, by=user)
    jobs.run(queued.pk)
    assert (queued.state, calls) == (JobState.CANCELLED, [])

    running = jobs.enqueue("kit.test", by=user)
    mood["act"] = lambda told, number: jobs.cancel(running, by=user) if number == 1 else None
    jobs.run(running.pk)
    assert (reload(running).state, running.done) == (JobState.CANCELLED, 2)
    assert AuditEntry.objects.filter(action="kit.job.cancel", actor_id=user.pk).count() == 2


def test_ending_worker_puts_the_job_back_without_counting_the_try() -> None:
    mood["act"] = lambda told, number: progress.stopping.set()
    job = jobs.enqueue("kit.test", by=None)
    jobs.run(job.pk)
    assert (reload(job).state, job.tries) == (JobState.QUEUED, 0)
    progress.stopping.clear()
    mood.clear()
    jobs.run(job.pk)
    assert reload(job).state == JobState.DONE


def test_sweeper_requeues_what_a_dead_worker_left_and_gives_up_after_ten() -> None:
    job = jobs.enqueue("kit.test", by=None)
    long_ago = clock.now() - timedelta(minutes=3)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, tries=1, heartbeat_at=long_ago)
    assert jobs.sweep() == 1
    assert (reload(job).state, job.error) == (JobState.QUEUED, "the worker stopped without a word")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, tries=10, heartbeat_at=long_ago)
    assert jobs.sweep() == 1
    assert reload(job).state == JobState.DEAD
    assert jobs.sweep() == 0


def test_sweeper_leaves_a_living_job_alone() -> None:
    job = jobs.enqueue("kit.test", by=None)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, tries=1, heartbeat_at=clock.now())
    assert jobs.sweep() == 0
    assert reload(job).state == JobState.RUNNING


def test_thawed_worker_does_not_overwrite_the_second_try() -> None:
    def taken_over(told: jobs.Progress, number: int) -> None:
        Job.objects.filter(pk=told.job_id).update(state=JobState.DONE, tries=2, result={"by": "the other"})

    mood["act"] = taken_over
    job = jobs.enqueue("kit.test", by=None)
    jobs.run(job.pk)
    assert (reload(job).state, job.result) == (JobState.DONE, {"by": "the other"})


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_a_job_once() -> None:
    job = jobs.enqueue("kit.test", by=None)
    at_once(*[lambda: jobs.run(job.pk)] * 4)
    assert calls == [job.pk]


@pytest.mark.django_db(transaction=True)
def test_worker_loop_runs_jobs_until_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.05)
    stop = threading.Event()
    mood["act"] = lambda told, number: stop.set() if Job.objects.filter(state=JobState.DONE).count() == 1 else None
    jobs.enqueue("kit.test", by=None)
    jobs.enqueue("kit.test", by=None, count=1)
    timer = threading.Timer(20, stop.set)
    timer.start()
    jobs.work(stop)
    timer.cancel()
    assert len(calls) == 2
    assert not WorkerBeat.objects.exists()
    assert {job.state for job in Job.objects.all()} <= {JobState.DONE, JobState.QUEUED}


def test_housekeeping_drops_old_queue_rows() -> None:
    jobs.enqueue("kit.test", by=None)
    old = clock.now() - timedelta(days=8)
    DBTaskResult.objects.update(enqueued_at=old, status="SUCCESSFUL")
    worker.keep_house()
    assert not DBTaskResult.objects.exists()


def test_registered_names_are_what_enqueue_knows() -> None:
    assert "kit.test" in queue._registered
