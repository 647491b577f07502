"""Events: with the transaction, once per handler, in order per stream, dead after ten tries."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from roadbook.kit import clock, events
from roadbook.kit.models import Delivery, OutboxEvent
from roadbook.kit.testing import at_once, deliver, undone

seen: list[Any] = []
poison: set[int] = set()


@dataclass(frozen=True)
class Counted(events.Event):
    number: int
    on: date | None = None
    topic: str = ""

    @property
    def stream(self) -> str:
        return self.topic


@dataclass(frozen=True)
class Followed(events.Event):
    number: int


@events.subscribe(Counted)
def first(event: Counted) -> None:
    if event.number in poison:
        raise ValueError(f"no {event.number}")
    seen.append(("first", event))


@events.subscribe(Counted)
def second(event: Counted) -> None:
    seen.append(("second", event))
    if event.number < 0:
        events.publish(Followed(event.number))


@events.subscribe(Followed)
def followed(event: Followed) -> None:
    seen.append(("followed", event))


@pytest.fixture(autouse=True)
def clean() -> None:
    seen.clear()
    poison.clear()


def publish(*published: events.Event) -> None:
    with transaction.atomic():
        for event in published:
            events.publish(event)


def numbers(handler: str = "second") -> list[int]:
    return [event.number for name, event in seen if name == handler]


def end_pauses() -> None:
    OutboxEvent.objects.filter(not_before__isnull=False).update(not_before=clock.now() - timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_an_error() -> None:
    with pytest.raises(RuntimeError):
        events.publish(Counted(1))
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_commit_delivers_to_each_handler_once() -> None:
    event = Counted(1, date(2026, 11, 24))
    publish(event)
    assert seen == [("first", event), ("second", event)]
    assert events.deliver_pending() == 0
    assert len(seen) == 2


@pytest.mark.django_db(transaction=True)
def test_rollback_delivers_nothing() -> None:
    undone(lambda: events.publish(Counted(1)))
    assert (seen, OutboxEvent.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_what_commit_delivers_needs_no_mark_of_its_only_handler() -> None:
    publish(Followed(1))
    assert seen == [("followed", Followed(1))]
    event = OutboxEvent.objects.get()
    assert (event.tries, event.delivered_at is not None, Delivery.objects.count()) == (1, True, 0)
    assert events.deliver_pending() == 0


@pytest.mark.django_db(transaction=True)
def test_only_handler_that_fails_after_the_commit_leaves_nothing_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(event: Followed) -> None:
        events.publish(Counted(7))
        raise ValueError(f"no {event.number}")

    monkeypatch.setitem(events._handlers, events.name_of(Followed), [failing])
    publish(Followed(1))
    event = OutboxEvent.objects.get()
    assert (event.tries, event.delivered_at, "no 1" in event.error) == (1, None, True)
    assert event.not_before is not None
    monkeypatch.setitem(events._handlers, events.name_of(Followed), [followed])
    end_pauses()
    assert events.deliver_pending() == 1
    assert seen == [("followed", Followed(1))]


@pytest.mark.django_db(transaction=True)
def test_event_of_a_part_that_was_undone_is_not_delivered() -> None:
    with transaction.atomic():
        undone(lambda: events.publish(Followed(1)))
        events.publish(Followed(2))
    assert seen == [("followed", Followed(2))]


@pytest.mark.django_db(transaction=True)
def test_commit_delivers_a_few_and_leaves_the_rest_to_the_worker() -> None:
    publish(*map(Followed, range(events.AFTER_COMMIT + 5)))
    assert len(seen) == events.AFTER_COMMIT
    assert deliver() == 5


@pytest.mark.django_db(transaction=True)
def test_handlers_events_are_delivered_too() -> None:
    publish(Counted(-1))
    assert ("followed", Followed(-1)) in seen


@pytest.mark.django_db
def test_deliver_helper_reaches_events_of_events_and_fails_loudly() -> None:
    publish(Counted(-1))
    assert deliver() == 2
    poison.add(5)
    publish(Counted(5))
    with pytest.raises(AssertionError, match="no 5"):
        deliver()


@pytest.mark.django_db
def test_failing_handler_is_rolled_back_and_tried_again_alone() -> None:
    poison.add(1)
    publish(Counted(1))
    assert events.deliver_pending() == 0
    assert (seen, Delivery.objects.count()) == ([], 0)
    assert events.deliver_pending() == 0  # it pauses
    row = OutboxEvent.objects.get()
    assert (row.tries, "no 1" in row.error) == (1, True)
    poison.clear()
    end_pauses()
    assert events.deliver_pending() == 1
    assert numbers("first") == numbers("second") == [1]


@pytest.mark.django_db
def test_handler_that_was_done_is_not_called_again() -> None:
    publish(Counted(1))
    row = OutboxEvent.objects.get()
    Delivery.objects.create(event=row, handler=f"{__name__}.first", delivered_at=clock.now())
    deliver()
    assert (numbers("first"), numbers("second")) == ([], [1])


@pytest.mark.django_db
def test_poisoned_event_dies_after_ten_tries_and_blocks_nobody() -> None:
    poison.add(1)
    publish(Counted(1), Counted(2))
    for _ in range(12):
        events.deliver_pending()
        end_pauses()
    row = events.dead().get()
    assert (row.tries, row.delivered_at) == (10, None)
    assert numbers() == [2]
    poison.clear()
    events.revive(row)
    assert events.deliver_pending() == 1
    assert numbers() == [2, 1]


@pytest.mark.django_db
def test_stream_keeps_its_order_behind_a_failure_and_others_pass() -> None:
    poison.add(1)
    publish(Counted(1, topic="a"), Counted(2, topic="a"), Counted(3, topic="b"))
    events.deliver_pending()
    events.deliver_pending()
    assert numbers() == [3]
    poison.clear()
    end_pauses()
    deliver()
    assert numbers() == [3, 1, 2]


@pytest.mark.django_db
def test_dead_event_frees_its_stream() -> None:
    publish(Counted(1, topic="a"), Counted(2, topic="a"))
    OutboxEvent.objects.filter(payload__number=1).update(dead_at=clock.now())
    deliver()
    assert numbers() == [2]


@pytest.mark.django_db
def test_event_in_delivery_elsewhere_is_left_alone_until_its_lease_ends() -> None:
    publish(Counted(1))
    OutboxEvent.objects.update(tries=1, not_before=clock.now() + timedelta(seconds=30))
    assert events.deliver_pending() == 0
    end_pauses()
    assert events.deliver_pending() == 1
    assert numbers() == [1]


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_at_once_call_each_handler_once_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_deliver_soon", lambda _written: None)
    publish(*[Counted(number, topic="a" if number % 2 else "b") for number in range(1, 13)])
    assert not seen
    at_once(*[lambda: [events.deliver_pending() for _ in range(12)]] * 3)
    deliver()
    assert sorted(numbers()) == list(range(1, 13))
    for rest in (0, 1):
        stream = [number for number in numbers() if number % 2 == rest]
        assert stream == sorted(stream)


@pytest.mark.django_db(transaction=True)
def test_slow_handler_is_not_called_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_deliver_soon", lambda _written: None)
    started = threading.Event()

    def slow(event: Followed) -> None:
        seen.append(("slow", event))
        started.set()
        time.sleep(0.3)

    monkeypatch.setitem(events._handlers, events.name_of(Followed), [slow])
    publish(Followed(1))

    def late() -> int:
        started.wait(5)
        return events.deliver_pending()

    results = at_once(events.deliver_pending, late)
    assert sorted(results) == [0, 1]
    assert numbers("slow") == [1]
    monkeypatch.undo()
    monkeypatch.setitem(events._handlers, events.name_of(Followed), [slow])
    started.clear()
    assert at_once(lambda: publish(Followed(2)), late) == [None, 0]
    assert numbers("slow") == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_late_failure_does_not_touch_what_a_later_try_delivered() -> None:
    publish(Counted(1))
    thawed = OutboxEvent.objects.get()
    thawed.tries = events.MAX_TRIES
    events._failed(thawed, "late")
    event = OutboxEvent.objects.get()
    assert (event.error, event.not_before, event.dead_at) == ("", None, None)
    assert event.delivered_at is not None


@pytest.mark.django_db(transaction=True)
def test_command_lists_dead_events_and_revives_them(capsys: pytest.CaptureFixture[str]) -> None:
    publish(Counted(1))
    OutboxEvent.objects.update(delivered_at=None, dead_at=clock.now(), tries=10, error="no handler")
    dead = OutboxEvent.objects.get()
    call_command("dead_events")
    assert capsys.readouterr().out.startswith(f"{dead.pk} ")
    with pytest.raises(CommandError):
        call_command("dead_events", revive=dead.pk + 1)
    call_command("dead_events", revive=dead.pk)
    assert (events.dead().count(), events.waiting().get().tries) == (0, 0)


@dataclass(frozen=True)
class Unheard(events.Event):
    number: int


@pytest.mark.django_db(transaction=True)
def test_event_that_nobody_awaits_is_delivered_as_it_is_written() -> None:
    publish(Unheard(1))
    event = OutboxEvent.objects.get()
    assert (event.delivered_at, event.tries) == (event.published_at, 0)
    assert not events.waiting().exists()
