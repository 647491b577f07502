"""The job that takes an import back, and nothing of it once a later act stands on a row.

An act that comes while it works keeps what is not taken back yet; whoever clears it away undoes the rest.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roadbook.kit import audit, clock, crash, jobs, states
from roadbook.kit.errors import Refused
from roadbook.kit.models import ImportBatch, ImportRow, ImportState, RowState

from . import queries
from .batches import require
from .cells import Contents
from .declared import Ground, Importer, Standing
from .dependants import Dependant, forget_echoes, found, models_of
from .registry import find
from .states import BATCH, BatchEvent
from .working import acting, page

NAMED = 3


class UndoRefused(Refused):
    """A later act depends on a row."""

    code = "import_undo"


@jobs.job("kit.import.undo", title=gettext_lazy("Undoing an import"), url=page)
def undo(progress: jobs.Progress, *, batch_id: int) -> dict[str, Any]:
    """Look at all rows first; only when nothing stands on any of them, take them back, the last ones first."""
    with acting(progress, batch_id, ImportState.UNDOING) as work:
        if work is None:
            return {}
        batch, ground = work
        importer = find(batch.importer)
        require(ground.by, importer, ground.company_id)
        try:
            _look(progress, batch, importer, ground)
            _all(progress, batch, importer, ground)
        except Refused as refusal:
            _close(batch, BatchEvent.KEEP, ground, problem=str(refusal))
            return {"batch_id": batch.pk, "problem": str(refusal)}
        except jobs.Cancelled:
            _close(batch, BatchEvent.KEEP, ground, problem=_("Undoing was stopped."))
            raise
        _close(batch, BatchEvent.TAKE_BACK, ground)
        return {"batch_id": batch.pk, "counts": batch.counts}


def imported(batch: ImportBatch) -> Any:
    """The rows that were imported and not taken back yet."""
    return ImportRow.objects.filter(batch=batch, state=RowState.DONE)


def _look(progress: jobs.Progress, batch: ImportBatch, importer: Importer, ground: Ground) -> None:
    rows = imported(batch).order_by("number")
    progress.total(2 * rows.count())
    after = 0
    while some := list(rows.filter(number__gt=after)[: importer.chunk]):
        _require_free(some, importer, ground)
        after = some[-1].number
        progress.advance(len(some))


def _require_free(rows: list[ImportRow], importer: Importer, ground: Ground) -> None:
    """Pass when nothing stands on these rows.

    :raises UndoRefused: naming the first rows and what stands on them.
    """
    known: list[Dependant | Standing] = [*found(rows, importer.parts)]
    standing = [*known, *importer.standing([row.subject for row in rows if row.is_new], ground)]
    if not standing:
        return
    lines = {row.subject: row.line for row in rows}
    named = "; ".join(_said(one, lines[one.subject]) for one in standing[:NAMED])
    rest = len(standing) - NAMED
    if rest > 0:
        named += " " + ngettext("and %(rows)d more row", "and %(rows)d more rows", rest) % {"rows": rest}
    if ImportRow.objects.filter(batch=rows[0].batch_id, state=RowState.UNDONE).exists():
        raise UndoRefused(
            _("The rest was not undone, because later acts depend on these rows: %(rows)s.") % {"rows": named}
        )
    raise UndoRefused(_("Nothing was undone, because later acts depend on these rows: %(rows)s.") % {"rows": named})


def _said(one: Dependant | Standing, line: int) -> str:
    told = {"line": line, "what": one.what, "which": one.which}
    return _("line %(line)d: %(what)s (%(which)s)") % told


def _all(progress: jobs.Progress, batch: ImportBatch, importer: Importer, ground: Ground) -> None:
    while imported(batch).exists():
        progress.advance(_chunk(batch, importer, ground))
    progress.flush()


@transaction.atomic
def _chunk(batch: ImportBatch, importer: Importer, ground: Ground) -> int:
    """Take back the last rows. What came between the look and now is seen here: the look is repeated on held rows."""
    ImportBatch.objects.select_for_update().get(pk=batch.pk, state=ImportState.UNDOING)
    rows = list(imported(batch).select_for_update().order_by("-place", "-number")[: importer.chunk])
    for model, pks in models_of(row.subject for row in rows).items():
        list(model._base_manager.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    _require_free(rows, importer, ground)
    forget_echoes([row.subject for row in rows if row.is_new])
    notes = importer.undo([(row.subject, Contents(row).before) for row in rows], ground) or {}
    for row in rows:
        if row.subject in notes:
            contents = Contents(row)
            contents.note = notes[row.subject]
            contents.put()
            row.save(update_fields=["content"])
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(state=RowState.UNDONE)
    crash.point("import.undone")
    return len(rows)


def _close(batch: ImportBatch, event: BatchEvent, ground: Ground, *, problem: str = "") -> None:
    with transaction.atomic():
        states.move(batch, event, table=BATCH, by=ground.by, reason=problem)
        batch.counts, batch.problem, batch.finished_at = queries.counted(batch), problem, clock.now()
        batch.save(update_fields=["counts", "problem", "finished_at"])
        if event == BatchEvent.TAKE_BACK:
            audit.record(
                action="kit.importbatch.undone",
                subject=batch,
                by=ground.by,
                company_id=batch.company_id,
                changes={"rows": [None, batch.counts.get("undone", 0)]},
            )
