"""Once and only once: concurrency, takeover after a kill, fencing."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest

from roadbook.kit import clock, idempotency
from roadbook.kit.idempotency import Answer
from roadbook.kit.models import IdempotencyRecord, OutboxEvent
from roadbook.kit.testing import at_once


def act(pause: float = 0) -> Answer:
    row = OutboxEvent.objects.create(name="effect", payload={}, published_at=clock.now())
    time.sleep(pause)
    return Answer(201, f"made {row.pk}", "text/plain")


def once(body: bytes = b"x", **options: Any) -> Answer:
    return idempotency.once(**{"scope": "s", "route": "r", "key": "k", "body": body, "act": act, **options})


@pytest.mark.django_db
def test_second_try_gets_the_first_answer() -> None:
    first, second = once(), once()
    assert (first.is_replay, second.is_replay) == (False, True)
    assert (first.status, first.body, first.content_type) == (second.status, second.body, second.content_type)
    assert OutboxEvent.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"scope": "t"}, {"route": "t"}, {"key": "t"}])
def test_scope_route_and_key_tell_requests_apart(other: dict[str, str]) -> None:
    once()
    assert once(**other).is_replay is False
    assert OutboxEvent.objects.count() == 2


@pytest.mark.django_db
def test_other_body_is_refused() -> None:
    once()
    with pytest.raises(idempotency.KeyReused):
        once(b"y")
    assert OutboxEvent.objects.count() == 1


@pytest.mark.django_db
def test_running_first_try_is_told_and_its_lease_can_be_taken_over() -> None:
    once()
    IdempotencyRecord.objects.update(status=None, body="", claimed_at=clock.now())
    with pytest.raises(idempotency.StillRunning):
        once()
    IdempotencyRecord.objects.update(claimed_at=clock.now() - idempotency.LEASE - timedelta(seconds=1))
    assert once().is_replay is False
    assert once().is_replay is True
    assert OutboxEvent.objects.count() == 2


@pytest.mark.django_db
def test_thawed_first_try_is_undone_after_a_takeover() -> None:
    def overtaken() -> Answer:
        answer = act()
        IdempotencyRecord.objects.update(claimed_at=clock.now() + timedelta(seconds=1))
        return answer

    with pytest.raises(idempotency.StillRunning):
        once(act=overtaken)
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
def test_exception_frees_the_key() -> None:
    with pytest.raises(ZeroDivisionError):
        once(act=lambda: act() and 1 / 0)
    assert (OutboxEvent.objects.count(), IdempotencyRecord.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_answer_of_refusal_is_kept_and_its_writes_are_not() -> None:
    def refuse() -> Answer:
        act()
        return Answer(422, "no")

    assert once(act=refuse).status == 422
    assert (once(act=refuse).is_replay, OutboxEvent.objects.count()) == (True, 0)


@pytest.mark.django_db
def test_old_answers_are_forgotten() -> None:
    once()
    assert idempotency.forget() == 0
    IdempotencyRecord.objects.update(claimed_at=clock.now() - timedelta(days=8))
    assert idempotency.forget() == 1


@pytest.mark.django_db
def test_answers_are_unreadable_in_the_database() -> None:
    from django.db import connection

    answer = once()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM kit_idempotencyrecord")
        assert answer.body not in cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_have_one_effect() -> None:
    results = at_once(*[lambda: once(wait=15)] * 8)
    assert {type(result) for result in results} == {Answer}
    assert len({result.body for result in results}) == 1  # type: ignore[union-attr]
    assert sum(not result.is_replay for result in results) == 1  # type: ignore[union-attr]
    assert OutboxEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_patience_the_second_is_told_that_the_first_runs() -> None:
    started = []

    def slow() -> Answer:
        started.append(1)
        time.sleep(0.5)
        return act()

    def late() -> Answer:
        while not started:
            time.sleep(0.01)
        return once()

    results = at_once(lambda: once(act=slow), late)
    assert isinstance(results[0], Answer)
    assert isinstance(results[1], idempotency.StillRunning)
    assert OutboxEvent.objects.count() == 1
