"""Typed events with an outbox: published inside the transaction, delivered at least once, each handler exactly once.

A context publishes a frozen dataclass of ids, dates and amounts. A higher context subscribes in its ``subscribers.py``.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, get_type_hints

from django.db import transaction

from . import clock
from .models import Delivery, OutboxEvent

MAX_TRIES = 10


@dataclasses.dataclass(frozen=True)
class Event:
    """Base of every event. Fields are ints, strings, bools, dates and None only."""


E = TypeVar("E", bound=Event)
_types: dict[str, type[Event]] = {}
_handlers: dict[str, list[Callable[[Any], None]]] = {}


def name_of(kind: type[Event]) -> str:
    return f"{kind.__module__.removeprefix('roadbook.apps.')}.{kind.__name__}"


def subscribe(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Decorator: call the function with each event of this type, in a transaction of its own."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _types[name_of(kind)] = kind
        _handlers.setdefault(name_of(kind), []).append(handler)
        return handler

    return register


def publish(event: Event) -> None:
    """Write the event to the outbox. Must run inside the transaction of the act; delivery starts after its commit."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is published inside the transaction that causes it")
    OutboxEvent.objects.create(name=name_of(type(event)), payload=_encode(event), published_at=clock.now())
    transaction.on_commit(deliver_pending, robust=True)


def deliver_pending(limit: int = 200) -> int:
    """Deliver what waits, oldest first; returns how many events were completed. Safe to run many times at once."""
    now = clock.now()
    waiting = OutboxEvent.objects.filter(delivered_at__isnull=True, dead_at__isnull=True).order_by("id")
    return sum(_deliver(event) for event in waiting[:limit] if event.not_before is None or event.not_before <= now)


def _deliver(event: OutboxEvent) -> bool:
    for handler in _handlers.get(event.name, []):
        label = f"{handler.__module__}.{handler.__qualname__}"
        try:
            with transaction.atomic():
                _, is_first = Delivery.objects.get_or_create(
                    event=event, handler=label, defaults={"delivered_at": clock.now()}
                )
                if is_first:
                    handler(_decode(_types[event.name], event.payload))
        except Exception as error:  # noqa: BLE001 - kept on the row, retried, then listed as dead
            _failed(event, f"{label}: {error!r}")
            return False
    OutboxEvent.objects.filter(pk=event.pk).update(delivered_at=clock.now(), error="")
    return True


def _failed(event: OutboxEvent, message: str) -> None:
    tries = event.tries + 1
    pause = timedelta(seconds=min(3600, 2**tries) * random.uniform(0.5, 1.5))  # noqa: S311 - jitter is no secret
    OutboxEvent.objects.filter(pk=event.pk).update(
        tries=tries,
        error=message,
        not_before=clock.now() + pause,
        dead_at=clock.now() if tries >= MAX_TRIES else None,
    )


def _encode(event: Event) -> dict[str, Any]:
    return {
        field.name: value.isoformat() if isinstance(value, date | datetime) else value
        for field in dataclasses.fields(event)
        for value in [getattr(event, field.name)]
    }


def _decode(kind: type[E], payload: dict[str, Any]) -> E:
    hints = get_type_hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in payload.items()})


def _value(hint: Any, value: Any) -> Any:
    text = str(hint)
    if not isinstance(value, str):
        return value
    if "datetime.datetime" in text:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if "datetime.date" in text else value
