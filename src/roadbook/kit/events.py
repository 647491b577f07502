"""Typed events with an outbox: published inside the transaction, delivered at least once, each handler exactly once.

A context publishes a frozen dataclass of ids, dates and amounts. A higher context subscribes in its ``subscribers.py``.
Events of one stream keep their order; one that fails is tried ten times with growing pauses, then listed as dead.
"""

from __future__ import annotations

import dataclasses
import logging
import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial, update_wrapper
from typing import Any, TypeVar, get_type_hints

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from . import clock, storing
from .models import Delivery, OutboxEvent

MAX_TRIES = 10
LEASE = timedelta(minutes=1)
BATCH = 200
AFTER_COMMIT = 20
TAKE = "UPDATE kit_outboxevent SET delivered_at = %s, tries = 1 WHERE id = %s AND tries = 0 AND delivered_at IS NULL"
UNHURRIED = {"postgresql": " AND set_config('synchronous_commit', 'off', true) = 'off'", "sqlite": ""}
log = logging.getLogger("roadbook.events")


@dataclasses.dataclass(frozen=True)
class Event:
    """Base of every event. Fields are ints, strings, bools, dates and None only."""

    @property
    def stream(self) -> str:
        """Events of one stream are delivered in the order of their publishing; the empty one has no order."""
        return ""


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]
_types: dict[str, type[Event]] = {}
_handlers: dict[str, list[Handler]] = {}
_hints: dict[type[Event], dict[str, str]] = {}


def name_of(kind: type[Event]) -> str:
    return f"{kind.__module__.removeprefix('roadbook.apps.')}.{kind.__name__}"


def subscribe(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Decorator: call the function with each event of this type, in a transaction of its own."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _types[name_of(kind)] = kind
        known = _handlers.setdefault(name_of(kind), [])
        if handler not in known:
            known.append(handler)
        return handler

    return register


def publish(*events: Event) -> None:
    """Write events to the outbox. Must run inside the transaction of the act; delivery starts after its commit.

    An event to which nobody subscribes is delivered as it is written.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is published inside the transaction that causes it")
    now = clock.now()
    written = storing.insert(_written(one, now) for one in events)
    awaited = [one for one in written if one.delivered_at is None]
    if awaited and _soon() < AFTER_COMMIT:
        transaction.on_commit(update_wrapper(partial(_deliver_soon, awaited), _deliver_soon), robust=True)


def _written(event: Event, now: datetime) -> OutboxEvent:
    name = name_of(type(event))
    done = None if name in _handlers else now
    return OutboxEvent(name=name, stream=event.stream, payload=_encode(event), published_at=now, delivered_at=done)


def deliver_pending(limit: int = BATCH) -> int:
    """Deliver what is due, oldest first; returns how many events were completed. Safe to run many times at once."""
    held: set[str] = set()
    completed = 0
    for event in _due()[:limit]:
        if event.stream in held:
            continue
        if _claim(event) and _deliver(event):
            completed += 1
        elif event.stream:
            held.add(event.stream)
    return completed


def waiting() -> QuerySet[OutboxEvent]:
    """Events that are neither delivered nor given up."""
    return OutboxEvent.objects.filter(delivered_at__isnull=True, dead_at__isnull=True)


def dead() -> QuerySet[OutboxEvent]:
    """Events that were given up, newest first."""
    return OutboxEvent.objects.filter(dead_at__isnull=False).order_by("-id")


def revive(event: OutboxEvent) -> None:
    """Give a dead event ten more tries."""
    OutboxEvent.objects.filter(pk=event.pk, dead_at__isnull=False).update(dead_at=None, tries=0, not_before=None)


def _soon() -> int:
    """How often this transaction has already asked for delivery after its commit."""
    asked = (entry[1] for entry in connection.run_on_commit)
    return sum(1 for one in asked if isinstance(one, partial) and one.func is _deliver_soon)


def _deliver_soon(written: Sequence[OutboxEvent]) -> None:
    """Deliver what the transaction that was just committed published; what is more than a few is left to the worker."""
    if any(event.stream for event in written):
        deliver_pending(AFTER_COMMIT)
        return
    for event in written[:AFTER_COMMIT]:
        if len(_handlers.get(event.name, [])) > 1:
            _claim(event) and _deliver(event)
        else:
            _deliver_at_once(event)


def _deliver_at_once(event: OutboxEvent) -> None:
    """Take, handle and finish an event that nobody tried yet, with one handler at most, in one transaction.

    Whoever else wants it waits for us at its row. The commit does not wait for the disk: should it be lost with the
    machine, the event, which the act's own commit kept, is still to be delivered. A handler that kills the process
    leaves the event as it was: its first counted try is the worker's.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                TAKE + UNHURRIED[connection.vendor], [connection.ops.adapt_datetimefield_value(clock.now()), event.pk]
            )
            if cursor.rowcount:
                for handler in _handlers.get(event.name, []):
                    handler(_decode(_types[event.name], event.payload))
    except Exception as error:
        log.exception("event %s failed", event.pk)
        if _claim(event):
            _failed(event, repr(error))


def _free() -> Q:
    return Q(not_before__isnull=True) | Q(not_before__lte=clock.now())


def _due() -> QuerySet[OutboxEvent]:
    """What may be delivered now: streams in which an earlier event is being delivered, or pauses, are left out."""
    busy = waiting().exclude(_free()).exclude(stream="").values("stream")
    return waiting().filter(_free()).exclude(stream__in=busy).order_by("id")


def _claim(event: OutboxEvent) -> bool:
    """Take the event for as long as the lease lasts. The try is counted first: one that kills the process counts."""
    mine = waiting().filter(_free(), pk=event.pk, tries=event.tries)
    if event.tries >= MAX_TRIES:
        mine.update(dead_at=clock.now(), error=event.error or "the process was killed at every try")
        return False
    claimed = mine.update(tries=F("tries") + 1, not_before=clock.now() + LEASE)
    event.tries += 1
    return bool(claimed)


def _deliver(event: OutboxEvent) -> bool:
    for handler in _handlers.get(event.name, []):
        label = f"{handler.__module__}.{handler.__qualname__}"
        try:
            _call_once(event, handler, label)
        except Exception as error:
            log.exception("event %s failed in %s", event.pk, label)
            _failed(event, f"{label}: {error!r}")
            return False
    OutboxEvent.objects.filter(pk=event.pk).update(delivered_at=clock.now(), not_before=None, error="")
    return True


@transaction.atomic
def _call_once(event: OutboxEvent, handler: Handler, label: str) -> None:
    if not Delivery.objects.filter(event=event, handler=label).exists():
        Delivery.objects.create(event=event, handler=label, delivered_at=clock.now())
        handler(_decode(_types[event.name], event.payload))


def _failed(event: OutboxEvent, message: str) -> None:
    now = clock.now()
    pause = timedelta(seconds=min(3600, 2**event.tries) * random.uniform(0.5, 1.5))  # noqa: S311 - jitter is no secret
    waiting().filter(pk=event.pk, tries=event.tries).update(
        error=message, not_before=now + pause, dead_at=now if event.tries >= MAX_TRIES else None
    )


def _encode(event: Event) -> dict[str, Any]:
    return {
        field.name: value.isoformat() if isinstance(value, date | datetime) else value
        for field in dataclasses.fields(event)
        for value in [getattr(event, field.name)]
    }


def _decode(kind: type[E], payload: dict[str, Any]) -> E:
    hints = _hints.get(kind) or {name: str(hint) for name, hint in get_type_hints(kind).items()}
    _hints[kind] = hints
    return kind(**{name: _value(hints[name], value) for name, value in payload.items()})


def _value(hint: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if "datetime.datetime" in hint:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if "datetime.date" in hint else value
