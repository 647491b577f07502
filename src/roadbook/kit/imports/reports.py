"""What could not be imported, as a file: line, field, reason."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from roadbook.kit import tabular
from roadbook.kit.models import ImportBatch, ImportRow, RowState

from .cells import Contents
from .registry import find


def errors(batch: ImportBatch, language: str) -> Iterator[bytes]:
    """The rows with problems as CSV, piece by piece: one line for each problem."""
    labels = {field.name: str(field.label) for field in find(batch.importer).fields}
    target = io.BytesIO()
    writer = tabular.CsvWriter(target, [_("Line"), _("Field"), _("Reason")], language=language)
    rows = ImportRow.objects.filter(batch=batch, state=RowState.ERROR).order_by("number")
    for place, row in enumerate(rows.iterator(chunk_size=1_000), 1):
        for problem in Contents(row).problems:
            writer.write([row.line, labels.get(problem.field) or None, problem.message])
        if place % 500 == 0:
            yield _taken(writer, target)
    writer.close()
    yield target.getvalue()


def _taken(writer: tabular.CsvWriter, target: io.BytesIO) -> bytes:
    """What was written so far, taken out of the buffer."""
    writer.flush()
    content = target.getvalue()
    target.seek(0)
    target.truncate()
    return content
