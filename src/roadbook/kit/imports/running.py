"""The job that imports the rows: chunk by chunk, each chunk and the marks on its rows in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from roadbook.kit import audit, clock, crash, jobs, states
from roadbook.kit.models import ImportBatch, ImportRow, ImportState, RowState

from . import queries
from .batches import require
from .cells import Contents, Reader
from .declared import Ground, Importer, Outcome, Problem
from .registry import find
from .states import BATCH, BatchEvent
from .working import acting, page

WRITTEN = ["state", "subject", "is_new", "fields", "content", "done_at"]
MARK = """
UPDATE kit_importrow SET state = %s, subject = %s, is_new = %s, fields = %s, content = %s, done_at = %s WHERE id = %s
"""


@jobs.job("kit.import.run", title=gettext_lazy("Importing rows"), url=page)
def run(progress: jobs.Progress, *, batch_id: int) -> dict[str, Any]:
    """Import what is left to import. Run again after a kill it goes on behind the last finished chunk.

    :raises Forbidden: the user may no longer do it.
    """
    with acting(progress, batch_id, ImportState.RUNNING) as work:
        if work is None:
            return {}
        batch, ground = work
        importer = find(batch.importer)
        require(ground.by, importer, ground.company_id)
        try:
            _all(progress, batch, importer, ground)
        except jobs.Cancelled:
            _close(batch, BatchEvent.STOP, ground)
            raise
        _close(batch, BatchEvent.FINISH, ground)
        crash.point("import.closed")
        return {"batch_id": batch.pk, "counts": batch.counts}


def _all(progress: jobs.Progress, batch: ImportBatch, importer: Importer, ground: Ground) -> None:
    done = ImportRow.objects.filter(batch=batch, state=RowState.DONE).count()
    progress.total(done + waiting(batch).count())
    progress.advance(done)
    while waiting(batch).exists():
        made, failed = chunk(batch, importer, ground)
        crash.point("import.behind")
        progress.advance(made, failed)
    progress.flush()


def waiting(batch: ImportBatch) -> Any:
    """The rows that are to be imported and have not been."""
    wanted = [RowState.NEW, RowState.CONFLICT] if batch.takes_changes else [RowState.NEW]
    return ImportRow.objects.filter(batch=batch, state__in=wanted)


@transaction.atomic
def chunk(batch: ImportBatch, importer: Importer, ground: Ground) -> tuple[int, int]:
    """Import the next rows; returns how many were and how many could not be.

    The rows are held: whoever runs the same batch at the same time gets others, or waits and finds these done.
    """
    ImportBatch.objects.select_for_update().get(pk=batch.pk, state=ImportState.RUNNING)
    rows = list(waiting(batch).select_for_update().order_by("place", "number")[: importer.chunk])
    contents = [Contents(row) for row in rows]
    reader = Reader(importer.fields, batch.mapping)
    drafts = [reader.draft(row, one) for row, one in zip(rows, contents, strict=True)]
    for draft, row in zip(drafts, rows, strict=True):
        draft.subject = row.subject
    sound = [draft for draft in drafts if not draft.problems]
    outcomes = dict(zip((draft.number for draft in sound), importer.apply(sound, ground), strict=True))
    now = clock.now()
    for draft, row, one in zip(drafts, rows, contents, strict=True):
        outcome = outcomes.get(draft.number) or Outcome(problems=tuple(draft.problems))
        _mark(row, one, outcome, now)
    crash.point("import.chunk")
    _write(rows)
    failed = sum(row.state == RowState.ERROR for row in rows)
    return len(rows) - failed, failed


def _write(rows: list[ImportRow]) -> None:
    """Write the marks down, one prepared statement for all rows."""
    columns: list[Any] = [ImportRow._meta.get_field(name) for name in WRITTEN]
    values = [
        [*(column.get_db_prep_save(getattr(row, column.name), connection) for column in columns), row.pk]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(MARK, values)


def _mark(row: ImportRow, contents: Contents, outcome: Outcome, now: Any) -> None:
    old, contents.problems = contents.problems, list(outcome.problems)
    if outcome.subject:
        row.state, row.subject, row.is_new, row.done_at = RowState.DONE, outcome.subject, outcome.is_new, now
        contents.before = outcome.before
    else:
        row.state = RowState.ERROR
        contents.problems = contents.problems or [Problem("", "?")]
    if contents.before is not None or contents.problems != old:
        contents.put()


def _close(batch: ImportBatch, event: BatchEvent, ground: Ground) -> None:
    with transaction.atomic():
        states.move(batch, event, table=BATCH, by=ground.by)
        batch.counts, batch.finished_at = queries.counted(batch), clock.now()
        batch.save(update_fields=["counts", "finished_at"])
        audit.record(
            action="kit.importbatch.import",
            subject=batch,
            by=ground.by,
            company_id=batch.company_id,
            changes={"rows": [None, batch.counts.get("done", 0)], "errors": [None, batch.counts.get("error", 0)]},
        )
        crash.point("import.close")
