"""Changing cells of a row that has not been imported, and judging the row anew."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from roadbook.kit import audit, text
from roadbook.kit.errors import Conflict
from roadbook.kit.models import ImportBatch, ImportRow, ImportState, RowState
from roadbook.kit.tabular.values import MAX_CELL_LENGTH

from . import queries
from .batches import ImportRefused, held
from .cells import Contents
from .checking import judge
from .declared import Ground
from .registry import find

MENDABLE: set[str] = {ImportState.CHECKED, ImportState.STOPPED, ImportState.DONE}


def mend(*, batch: ImportBatch, row: ImportRow, values: dict[str, str], by: Any) -> ImportRow:
    """Put other values into the cells of these fields; the row, and rows that were like it, are judged anew.

    :raises ImportRefused: the field has no column, or the text cannot be stored.
    :raises Conflict: the row is imported already.
    :raises BatchBusy: a job works on the batch.
    """
    with held(batch, by, MENDABLE) as locked:
        one = ImportRow.objects.select_for_update().get(pk=row.pk, batch=locked)
        if one.state in {RowState.DONE, RowState.UNDONE}:
            raise Conflict(_("This row is imported already."))
        contents = Contents(one)
        _put(contents, locked, values)
        old_key = one.key
        ground = Ground(company_id=locked.company_id, by=by)
        judge(locked, find(locked.importer), [(one, contents)], ground)
        one.save()
        _judge_twins(locked, {old_key, one.key} - {""}, one, ground)
        locked.counts = queries.counted(locked)
        locked.save(update_fields=["counts"])
        told = {"line": [None, one.line], "fields": [None, sorted(values)]}
        audit.record(action="kit.importbatch.mend", subject=locked, by=by, company_id=locked.company_id, changes=told)
    return one


def _put(contents: Contents, batch: ImportBatch, values: dict[str, str]) -> None:
    places = {name: int(place) for place, name in batch.mapping.items()}
    missing = [None] * (len(batch.headers) - len(contents.cells))
    contents.cells, contents.flaw = [*contents.cells, *missing], ""
    for field, value in values.items():
        if field not in places:
            raise ImportRefused(_("There is no such column or field."), field=field)
        contents.cells[places[field]] = _clean(value, field)


def _judge_twins(batch: ImportBatch, keys: set[str], changed: ImportRow, ground: Ground) -> None:
    """Rows of the same key, whose verdict hung on this one."""
    open_rows = ImportRow.objects.filter(batch=batch, key__in=keys).exclude(pk=changed.pk)
    twins = list(open_rows.exclude(state__in=[RowState.DONE, RowState.UNDONE]).order_by("number")[:100])
    if twins:
        judge(batch, find(batch.importer), [(twin, Contents(twin)) for twin in twins], ground)
        ImportRow.objects.bulk_update(twins, ["state", "subject", "fields", "content", "key", "place"])


def _clean(value: str, field: str) -> str:
    try:
        typed = text.clean(value)
    except ValueError:
        raise ImportRefused(_("This text holds a character that cannot be stored."), field=field) from None
    if len(typed) > MAX_CELL_LENGTH:
        raise ImportRefused(_("This text is too long."), field=field)
    return typed
