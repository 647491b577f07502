"""The job that reads the whole file and says of every row what it would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadbook.kit import crash, crypto, jobs, states, tabular
from roadbook.kit.errors import Refused
from roadbook.kit.models import ImportBatch, ImportRow, ImportState, RowState

from . import queries
from .batches import opened, pieces
from .cells import Contents, Reader
from .declared import Draft, Ground, Importer, Verdict
from .registry import find
from .states import BATCH, BatchEvent
from .working import acting, page

CHUNK = 1_000


@jobs.job("kit.import.check", title=gettext_lazy("Checking the rows of an import"), url=page)
def check(progress: jobs.Progress, *, batch_id: int) -> dict[str, Any]:
    """Stage and judge every row anew. A file that turns out unreadable leaves no rows and the reason."""
    with acting(progress, batch_id, ImportState.CHECKING) as work:
        if work is None:
            return {}
        batch, ground = work
        forget_rows(batch)
        try:
            with opened(batch) as table:
                progress.total(sum(1 for _row in table.rows))
            _stage(progress, batch, ground)
        except Refused as refusal:
            forget_rows(batch)
            _close(batch, BatchEvent.REFUSE, ground, problem=str(refusal))
            return {"problem": str(refusal)}
        except jobs.Cancelled:
            forget_rows(batch)
            _close(batch, BatchEvent.REFUSE, ground, problem=_("The check was stopped."))
            raise
        _close(batch, BatchEvent.FIND, ground)
        return {"batch_id": batch.pk, "counts": batch.counts}


def _stage(progress: jobs.Progress, batch: ImportBatch, ground: Ground) -> None:
    importer = find(batch.importer)
    number = 0
    with opened(batch) as table:
        for chunk in pieces(table.rows, CHUNK):
            rows = [_staged(batch, number + place, row) for place, row in enumerate(chunk, 1)]
            number += len(rows)
            with transaction.atomic():
                judge(batch, importer, rows, ground)
                ImportRow.objects.bulk_create([row for row, _contents in rows])
                crash.point("import.staged")
            failed = sum(row.state == RowState.ERROR for row, _contents in rows)
            progress.advance(len(rows) - failed, failed)
    progress.flush()


def _staged(batch: ImportBatch, number: int, row: tabular.Row) -> tuple[ImportRow, Contents]:
    staged = ImportRow(batch=batch, number=number, line=row.line, state=RowState.NEW)
    contents = Contents(staged)
    contents.cells, contents.flaw = list(row.cells), row.problem
    return staged, contents


def judge(
    batch: ImportBatch, importer: Importer, rows: Sequence[tuple[ImportRow, Contents]], ground: Ground
) -> list[Draft]:
    """Say of each row what it would do; the rows are filled, not saved. They are the file's in their order."""
    reader = Reader(importer.fields, batch.mapping)
    drafts = [reader.draft(row, contents) for row, contents in rows]
    sound = [draft for draft in drafts if not draft.problems]
    verdicts = dict(zip((draft.number for draft in sound), importer.check(sound, ground), strict=True))
    for draft in sound:
        draft.refuse_masked()
    for draft, (row, _contents) in zip(drafts, rows, strict=True):
        key = "" if draft.problems else importer.key(draft, ground)
        row.key = crypto.blind_index(key, f"kit.import.{batch.pk}") if key else ""
        row.place = "" if draft.problems else importer.place(draft)
    earlier = _earlier(batch, rows)
    for draft, (row, contents) in zip(drafts, rows, strict=True):
        contents.problems = draft.problems
        verdict = verdicts.get(draft.number, Verdict(RowState.ERROR))
        row.state = RowState.ERROR if draft.problems else verdict.state
        row.subject, contents.note = verdict.subject, verdict.note
        first = earlier.get(row.key, row.line) if row.key else row.line
        if row.state in {RowState.NEW, RowState.CONFLICT} and first != row.line:
            row.state, contents.note = RowState.DUPLICATE, _("The same as line %(line)d.") % {"line": first}
        contents.put()
    return drafts


def _earlier(batch: ImportBatch, rows: Sequence[tuple[ImportRow, Contents]]) -> dict[str, int]:
    """The first line that holds each key, above these rows or among them."""
    keys = {row.key for row, _contents in rows if row.key}
    if not keys:
        return {}
    mine = {row.number for row, _contents in rows}
    known = ImportRow.objects.filter(batch=batch, key__in=keys).exclude(state=RowState.ERROR)
    found = [(key, number, line) for key, number, line in known.values_list("key", "number", "line")]
    found = [one for one in found if one[1] not in mine] + [(row.key, row.number, row.line) for row, _ in rows]
    first: dict[str, int] = {}
    for key, _number, line in sorted(found, key=lambda one: one[1]):
        if key:
            first.setdefault(key, line)
    return first


def forget_rows(batch: ImportBatch) -> None:
    """Remove staged rows, some at a time."""
    while some := list(ImportRow.objects.filter(batch=batch).values_list("pk", flat=True)[:5_000]):
        ImportRow.objects.filter(pk__in=some).delete()


def _close(batch: ImportBatch, event: BatchEvent, ground: Ground, *, problem: str = "") -> None:
    with transaction.atomic():
        states.move(batch, event, table=BATCH, by=ground.by, reason=problem)
        batch.counts, batch.problem = queries.counted(batch), problem
        batch.save(update_fields=["counts", "problem"])
