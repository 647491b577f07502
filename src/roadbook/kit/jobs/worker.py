"""The worker process: one thread runs jobs, another delivers events and keeps house."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from datetime import timedelta

from django.db import Error, connection
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from roadbook.kit import clock, events, idempotency, seals
from roadbook.kit.forms import drafts
from roadbook.kit.models import WorkerBeat

from .progress import stopping
from .queue import sweep

PAUSE = 1.0
SWEEP_EVERY = 30.0
KEPT = timedelta(days=7)
log = logging.getLogger("roadbook.worker")


def work(stop: threading.Event) -> None:
    """Run queued jobs, deliver events and sweep until ``stop`` is set; the job at hand then returns to the queue."""
    name = f"{socket.gethostname()}-{os.getpid()}"
    stopping.clear()
    house = threading.Thread(target=_keep_house, args=(stop, name), daemon=True)
    house.start()
    while not stop.is_set():
        try:
            worked = run_one(name)
        except Error:
            log.exception("the database is away; trying again")
            connection.close()
            worked = False
        if not worked:
            stop.wait(PAUSE)
    house.join()
    WorkerBeat.objects.filter(name=name).delete()


def run_one(name: str) -> bool:
    """Run one job that is due, if there is one; returns whether there was. Looking alone takes no lock."""
    if not DBTaskResult.objects.ready().exists():
        return False
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=name[:64],
    )
    worker.run()
    return bool(worker._run_tasks)  # noqa: SLF001 - the library tells it nowhere else


def keep_house() -> None:
    """One round of housekeeping: stuck jobs, old answers, old drafts of forms, old files, old queue rows."""
    from roadbook.kit import exports
    from roadbook.kit.imports import erasing

    sweep()
    exports.erase()
    erasing.erase()
    idempotency.forget()
    drafts.sweep()
    DBTaskResult.objects.filter(enqueued_at__lt=clock.now() - KEPT).exclude(status="READY").delete()
    WorkerBeat.objects.filter(beat_at__lt=clock.now() - KEPT).delete()


def beat(name: str) -> None:
    """Write this worker's sign of life."""
    WorkerBeat.objects.update_or_create(name=name, defaults={"beat_at": clock.now()})


def _keep_house(stop: threading.Event, name: str) -> None:
    swept_at, sealer = 0.0, seals.Sealer()
    while not stop.wait(PAUSE):
        try:
            beat(name)
            events.deliver_pending()
            if time.monotonic() - swept_at > SWEEP_EVERY:
                swept_at = time.monotonic()
                keep_house()
                sealer.round()
        except Error:
            log.exception("housekeeping met a database error; trying again")
            connection.close()
    stopping.set()
    connection.close()
