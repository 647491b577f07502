"""What tests of every context share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from . import events, jobs
from .models import Job, JobState

T = TypeVar("T")


def deliver() -> int:
    """Deliver every waiting event, and the events that follow from them; returns how many.

    For tests inside a transaction, where nothing commits. Fails when a handler fails, so that no test passes over it.
    """
    total = 0
    while count := events.deliver_pending():
        total += count
    failed = events.waiting().exclude(error="").first()
    if failed:
        raise AssertionError(f"{failed}: {failed.error}")
    return total


def undone(act: Callable[[], object]) -> None:
    """Call the function in a transaction that is rolled back."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def run_jobs() -> list[Job]:
    """Run every queued job here and now; returns them as they ended."""
    ran = []
    while waiting := list(Job.objects.filter(state=JobState.QUEUED, tries=0).order_by("id")):
        for one in waiting:
            jobs.run(one.pk)
            one.refresh_from_db()
        ran += waiting
    return ran


@contextmanager
def assert_same_queries(expected: int) -> Iterator[None]:
    """Exactly this many database queries inside, or the queries are listed in the failure."""
    with CaptureQueriesContext(connection) as captured:
        yield
    if len(captured) != expected:
        listed = "\n".join(query["sql"] for query in captured.captured_queries)
        raise AssertionError(f"{len(captured)} queries instead of {expected}:\n{listed}")


def at_once(*acts: Callable[[], T]) -> list[T | Exception]:
    """Call the functions at the same moment, each in a thread with its own connection; their results or exceptions.

    The test needs ``django_db(transaction=True)``.
    """
    barrier = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def call(place: int, act: Callable[[], T]) -> None:
        barrier.wait()
        try:
            results[place] = act()
        except Exception as error:  # noqa: BLE001 - handed to the test
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
