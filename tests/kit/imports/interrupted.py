"""An import of each kind that is cut short at every moment that matters, and what must hold each time it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from benchmarks import _files
from roadbook.kit import audit, clock, invariants, jobs
from roadbook.kit.imports import batches, checking, find
from roadbook.kit.models import AuditEntry, ImportBatch, ImportRow, Job, JobState, OutboxEvent
from tests.apps.leasing import taking_files
from tests.apps.receivables import payment_files

from . import files

CODES = (*_files.KINDS, "leasing.contracts", "receivables.payments")
ROWS, WRONG, CHUNK = 120, 3, 25
SOUND = ROWS - WRONG
RUNNING = {
    "import.chunk": 0,
    "import.chunk:3": 2 * CHUNK,
    "import.behind:2": 4 * CHUNK,
    "import.close": SOUND,
    "import.closed": SOUND,
}
"""Where a run is cut short, one after the other, and how many rows must be in afterwards."""
UNDOING = {"import.undone": SOUND, "import.undone:3": SOUND - 2 * CHUNK}
WITHIN = {"leasing.contracts": "contract.opened:5", "receivables.payments": "payment.posted:5"}
"""Where a run is cut short amid a row, in the third chunk: the contract's account is there and its plan is not, or the
money is in the books and not in the position."""
EVENTS = {
    "leasing.contracts": SOUND,
    "organisation.companies": 3,
    "parties.clients": SOUND,
    "receivables.payments": SOUND,
    "vehicles.catalogue": 0,
    "vehicles.vehicles": 0,
}
"""How many events are published when all rows are in: one for each company, client, contract and payment."""
Stop = Callable[[str, Callable[[], object]], None]


def mapped(code: str) -> ImportBatch:
    """A file of the importer that waits to be checked."""
    every = ROWS // WRONG
    if code == "leasing.contracts":
        office = taking_files.Office()
        return office.mapped(taking_files.lines(office, ROWS, every, 0)[0])
    if code == "receivables.payments":
        rows, _expected = payment_files.lines(ROWS, every)
        return payment_files.office(payment_files.ACCOUNTS).mapped(rows, code)
    return files.mapped(code, [line.cells for line in _files.lines(code, ROWS)])


def goes_on(code: str, stop: Stop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check, import and undo a file of an importer; ``stop(at, act)`` calls the act and cuts it short at a point."""
    batch = mapped(code)
    monkeypatch.setattr(type(find(code)), "chunk", CHUNK)
    monkeypatch.setattr(checking, "CHUNK", CHUNK)
    events = OutboxEvent.objects.count()
    stop("import.staged:3", lambda: files.worked(batch))
    _left_behind(batch)
    assert (batch.state, ImportRow.objects.filter(batch=batch).count()) == ("checking", 2 * CHUNK)
    files.worked(batch)
    assert (batch.state, batch.counts) == ("checked", {"new": SOUND, "error": WRONG})

    batches.run(batch=batch, by=batch.created_by)
    for at, expected in _running(code).items():
        stop(at, lambda: files.worked(batch))
        _left_behind(batch)
        assert (at, _in(code), _done(batch)) == (at, expected, expected)
        _books_are_whole()
    files.worked(batch)
    _everything_is_in_once(code, batch, OutboxEvent.objects.count() - events)

    batches.undo(batch=batch, by=batch.created_by)
    for at, expected in UNDOING.items():
        stop(at, lambda: files.worked(batch))
        _left_behind(batch)
        assert (at, _in(code), _done(batch)) == (at, expected, expected)
        _books_are_whole()
    files.worked(batch)
    _books_are_whole()
    assert (batch.state, batch.problem, batch.counts) == ("undone", "", {"undone": SOUND, "error": WRONG})
    assert _in(code) == 0


def _everything_is_in_once(code: str, batch: ImportBatch, events: int) -> None:
    assert (batch.state, batch.counts) == ("done", {"done": SOUND, "error": WRONG})
    assert (batch.job.state, batch.job.tries) == (JobState.DONE, len(_running(code)) + 1)
    made = files.made(code, batch)
    assert sorted(made) == sorted(audit.key(one) for one in files.things(code))
    told = Counter(AuditEntry.objects.filter(action=files.MADE[code]).values_list("subject", flat=True))
    assert told == Counter(made)
    assert AuditEntry.objects.filter(action="kit.importbatch.import", subject=audit.key(batch)).count() == 1
    assert events == EVENTS[code]


def _running(code: str) -> dict[str, int]:
    within = {WITHIN[code]: 2 * CHUNK} if code in WITHIN else {}
    return dict(sorted({**RUNNING, **within}.items(), key=lambda one: one[1]))


def _books_are_whole() -> None:
    assert [(one.code, one.problems) for one in invariants.verify() if one.problems] == []


def _in(code: str) -> int:
    return files.things(code).count()


def _done(batch: ImportBatch) -> int:
    return ImportRow.objects.filter(batch=batch, state="done").count()


def _left_behind(batch: ImportBatch) -> None:
    """The lease of a job whose worker is gone runs out, and it is queued again."""
    batch.refresh_from_db()
    Job.objects.filter(pk=batch.job_id, state=JobState.RUNNING).update(heartbeat_at=clock.now() - 2 * jobs.LEASE)
    jobs.sweep()
    assert Job.objects.get(pk=batch.job_id).state == JobState.QUEUED
