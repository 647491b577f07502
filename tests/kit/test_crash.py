"""The mechanisms under SIGKILL: a child process is killed at the worst moment, the parent goes on where it stood."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NoReturn

import pytest
from django.db import connections, transaction

from roadbook.kit import clock, day, events, idempotency, jobs
from roadbook.kit.models import DayRange, IdempotencyRecord, Job, JobState, OutboxEvent

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]
ON = date(2026, 11, 24)
mood = {"deadly": False}


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def killed(act: Callable[[], object]) -> None:
    """Run the function in a child process that must end by SIGKILL."""
    connections.close_all()
    mood["deadly"] = True
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException:  # noqa: BLE001 - the child must not return into pytest
            traceback.print_exc()
        os._exit(1)
    mood["deadly"] = False
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


def effect(name: str) -> OutboxEvent:
    return OutboxEvent.objects.create(name=name, payload={}, published_at=clock.now(), delivered_at=clock.now())


def effects() -> list[str]:
    return list(OutboxEvent.objects.filter(name__startswith="effect").order_by("id").values_list("name", flat=True))


def test_day_killed_within_a_range_goes_on_behind_the_last_finished_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(scope_id: int, on: date, low: int, high: int) -> int:
        effect(f"effect {low}")
        if low == 11 and mood["deadly"]:
            die()
        return 10

    monkeypatch.setattr(day, "_steps", {})
    monkeypatch.setattr(day, "_order", [])
    day.register("a", run, lambda *_: [(1, 10), (11, 20), (21, 30)])
    day.arrange(["a"])
    killed(lambda: day.close(1, ON))
    assert effects() == ["effect 1"]
    assert DayRange.objects.filter(done_at__isnull=False).count() == 1
    assert day.close(1, ON) == 20
    assert effects() == ["effect 1", "effect 11", "effect 21"]


def once() -> idempotency.Answer:
    def act() -> idempotency.Answer:
        effect("effect")
        if mood["deadly"]:
            die()
        return idempotency.Answer(201, "made")

    return idempotency.once(scope="s", route="r", key="k", body=b"x", act=act)


def test_request_killed_before_its_commit_is_taken_over_after_the_lease() -> None:
    killed(once)
    assert effects() == []
    with pytest.raises(idempotency.StillRunning):
        once()
    IdempotencyRecord.objects.update(claimed_at=clock.now() - 2 * idempotency.LEASE)
    assert once().is_replay is False
    assert once().is_replay is True
    assert effects() == ["effect"]


def test_request_killed_after_its_commit_is_answered_from_memory() -> None:
    def commit_and_die() -> None:
        mood["deadly"] = False
        once()
        die()

    killed(commit_and_die)
    assert once() == idempotency.Answer(201, "made", is_replay=True)
    assert effects() == ["effect"]


@dataclass(frozen=True)
class Happened(events.Event):
    number: int


@events.subscribe(Happened)
def react(event: Happened) -> None:
    effect(f"effect {event.number}")
    if event.number == 1 and mood["deadly"]:
        die()


def test_event_whose_handler_was_killed_takes_effect_once_and_blocks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_deliver_soon", lambda _written: None)
    with transaction.atomic():
        events.publish(Happened(1))
        events.publish(Happened(2))
    killed(events.deliver_pending)
    assert effects() == []
    assert events.deliver_pending() == 1
    assert effects() == ["effect 2"]
    OutboxEvent.objects.filter(not_before__isnull=False).update(not_before=clock.now() - timedelta(seconds=1))
    assert events.deliver_pending() == 1
    assert sorted(effects()) == ["effect 1", "effect 2"]
    assert OutboxEvent.objects.get(tries=2).delivered_at is not None


def test_event_whose_handler_was_killed_right_after_the_commit_is_left_as_it_was() -> None:
    def act() -> None:
        with transaction.atomic():
            effect("effect of the act")
            events.publish(Happened(1))

    killed(act)
    assert effects() == ["effect of the act"]
    assert events.waiting().get().tries == 0
    assert events.deliver_pending() == 1
    assert effects() == ["effect of the act", "effect 1"]


def test_event_that_always_kills_dies_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_deliver_soon", lambda _written: None)
    with transaction.atomic():
        events.publish(Happened(1))
    OutboxEvent.objects.update(tries=events.MAX_TRIES - 1)
    killed(events.deliver_pending)
    OutboxEvent.objects.update(not_before=clock.now() - timedelta(seconds=1))
    assert events.deliver_pending() == 0
    assert (events.dead().count(), effects()) == (1, [])


@jobs.job("kit.crash", title="Crash")
def crash(progress: jobs.Progress, **_: Any) -> dict[str, Any]:
    if mood["deadly"]:
        die()
    effect("effect")
    return {}


def test_job_whose_worker_was_killed_is_swept_and_runs() -> None:
    job = jobs.enqueue("kit.crash", by=None)
    killed(lambda: jobs.run(job.pk))
    assert Job.objects.get().state == JobState.RUNNING
    assert jobs.sweep() == 0
    Job.objects.update(heartbeat_at=clock.now() - 2 * jobs.LEASE)
    assert jobs.sweep() == 1
    jobs.run(job.pk)
    assert (Job.objects.get().state, Job.objects.get().tries, effects()) == (JobState.DONE, 2, ["effect"])
