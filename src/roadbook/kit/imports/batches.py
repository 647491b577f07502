"""What people do with a batch: bring a file, say how it is read and mapped, have it checked, run and undone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import islice
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from roadbook.kit import audit, clock, jobs, states, tabular, vault
from roadbook.kit.errors import Conflict, Forbidden, Refused
from roadbook.kit.models import ImportBatch, ImportRow, ImportState

from . import columns, queries
from .declared import Importer
from .registry import find
from .states import BATCH, BatchEvent

SAMPLE = 8
OPEN: set[str] = {ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED}
PIECE = 1 << 20
NAME_LENGTH = 200


class ImportRefused(Refused):
    """The batch cannot go on like this."""

    code = "import"


class BatchBusy(Conflict):
    """A job works on the batch, or it is not in a state for this."""

    code = "import_busy"


def require(by: Any, importer: Importer, company_id: int | None) -> None:
    """Pass the machine and whoever may run the importer there.

    :raises Forbidden: the user may not.
    """
    if by is None:
        return
    allowed = queries.companies(by, importer)
    if not allowed or (importer.of_company and company_id not in allowed):
        raise Forbidden(_("Your role does not allow this import here."))


def upload(*, importer: str, company_id: int | None, file: IO[bytes], name: str, by: Any) -> ImportBatch:
    """Keep the file sealed, look at it, and guess what its columns are.

    :raises Forbidden: the user may not run this importer in this company.
    :raises FileRefused: the file cannot be read; nothing is kept of it.
    :raises DiskFull: there is no room.
    """
    declared = find(importer)
    company_id = company_id if declared.of_company else None
    require(by, declared, company_id)
    detected = tabular.detect(file, name)
    stored, digest, size = _stored(file)
    batch = ImportBatch(
        importer=importer,
        company_id=company_id,
        file=stored,
        file_name=_bare_name(name),
        file_size=size,
        sha256=digest,
        reading=asdict(detected.reading),
        sheets=[asdict(sheet) for sheet in detected.sheets],
        warnings=[str(warning) for warning in detected.warnings],
        created_by=by,
        created_at=clock.now(),
    )
    try:
        _look(batch, by)
        with transaction.atomic():
            batch.save(force_insert=True)
            told = {"importer": [None, importer], "file": [None, batch.file_name], "sha256": [None, digest]}
            audit.record(action="kit.importbatch.upload", subject=batch, by=by, company_id=company_id, changes=told)
    except BaseException:
        vault.remove(stored)
        raise
    return batch


def _stored(file: IO[bytes]) -> tuple[str, str, int]:
    name = vault.new_name("imports")
    digest = hashlib.sha256()
    file.seek(0)
    with vault.Writer(name) as target:
        while piece := file.read(PIECE):
            digest.update(piece)
            target.write(piece)
        size = target.size
    return name, digest.hexdigest(), size


def _bare_name(name: str) -> str:
    """The last part of the name, on one line, without marks that turn text around."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[-NAME_LENGTH:] or "file"


def _look(batch: ImportBatch, by: Any) -> None:
    """Read the header as the batch says, and map it as it was mapped before or as its names suggest."""
    with opened(batch) as table:
        batch.headers = list(table.headers)
        batch.warnings = [*batch.warnings, *table.warnings]
    profile = columns.remembered(batch, by)
    batch.mapping = profile.mapping if profile else columns.guess(batch.importer, batch.headers)
    batch.takes_changes = bool(profile and profile.takes_changes and find(batch.importer).takes_changes)


@contextmanager
def opened(batch: ImportBatch) -> Iterator[tabular.Opened]:
    """The batch's file as a table, closed again at the end of the block.

    :raises FileRefused: it cannot be read like this, or is gone.
    """
    try:
        file = vault.opened(batch.file or "-")
    except FileNotFoundError:
        raise tabular.FileRefused(_("The file is no longer kept. Upload it anew.")) from None
    with file:
        yield tabular.open_rows(file, tabular.Reading(**batch.reading))


def sample(batch: ImportBatch) -> list[tabular.Row]:
    """The first rows below the header, as the file is read now."""
    with opened(batch) as table:
        return list(islice(table.rows, SAMPLE))


def reread(*, batch: ImportBatch, by: Any, **changes: Any) -> ImportBatch:
    """Read the file in another encoding, with another separator, from another sheet or header line.

    :raises FileRefused: it cannot be read so; the batch stays as it was.
    :raises BatchBusy: the batch has gone further.
    """
    with held(batch, by, OPEN) as row:
        reading = replace(tabular.Reading(**row.reading), **changes)
        if reading.kind == "csv" and reading.encoding not in tabular.ENCODINGS:
            raise ImportRefused(_("Choose one of the list."), field="encoding")
        row.reading, row.warnings = asdict(reading), []
        _look(row, by)
        if row.state != ImportState.UPLOADED:
            ImportRow.objects.filter(batch=row).delete()
            states.move(row, BatchEvent.REFUSE, table=BATCH, by=by)
        row.counts, row.problem = {}, ""
        row.save()
    return row


def map_columns(*, batch: ImportBatch, mapping: dict[str, str], by: Any, takes_changes: bool = False) -> ImportBatch:
    """Say which column is which field, and have the rows checked by a job.

    :raises ImportRefused: a field that is needed has no column, or two columns are one field.
    :raises BatchBusy: the batch has gone further.
    """
    with held(batch, by, OPEN) as row:
        importer = find(row.importer)
        row.mapping = _checked(importer, mapping, len(row.headers))
        row.takes_changes = takes_changes and importer.takes_changes
        row.problem, row.counts = "", {}
        columns.remember(row, by)
        if row.state != ImportState.CHECKING:
            states.move(row, BatchEvent.CHECK, table=BATCH, by=by)
        row.job = jobs.enqueue("kit.import.check", by=by, company_id=row.company_id, batch_id=row.pk)
        row.save()
    return row


def _checked(importer: Importer, mapping: dict[str, str], width: int) -> dict[str, str]:
    known = {field.name: field for field in importer.fields}
    clean = {place: name for place, name in mapping.items() if name}
    for place, name in clean.items():
        if name not in known or not place.isdigit() or int(place) >= width:
            raise ImportRefused(_("There is no such column or field."), field="mapping")
    names = list(clean.values())
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise ImportRefused(_("Two columns are “%(field)s”.") % {"field": known[twice].label}, field="mapping")
    for field in importer.fields:
        if field.is_required and field.name not in names:
            raise ImportRefused(_("Which column is “%(field)s”?") % {"field": field.label}, field="mapping")
    if not names:
        raise ImportRefused(_("Say what at least one column is."), field="mapping")
    return dict(sorted(clean.items(), key=lambda pair: int(pair[0])))


def run(*, batch: ImportBatch, by: Any) -> ImportBatch:
    """Import the rows that are new (and those that differ, where changes are taken) by a job.

    :raises ImportRefused: there is nothing to import.
    :raises BatchBusy: it runs already, or has not been checked.
    """
    allowed: set[str] = {ImportState.CHECKED, ImportState.STOPPED, ImportState.RUNNING, ImportState.DONE}
    with held(batch, by, allowed) as row:
        counts = queries.counted(row)
        if not counts.get("new") and not (row.takes_changes and counts.get("conflict")):
            raise ImportRefused(_("There is nothing to import: no row is new."))
        if row.state != ImportState.RUNNING:
            states.move(row, BatchEvent.RUN, table=BATCH, by=by)
        row.job = jobs.enqueue("kit.import.run", by=by, company_id=row.company_id, batch_id=row.pk)
        row.problem = ""
        row.save(update_fields=["job", "problem"])
    return row


def undo(*, batch: ImportBatch, by: Any) -> ImportBatch:
    """Take back what the batch made, by a job; it refuses when a later act depends on a row.

    :raises BatchBusy: it is not in a state for this.
    """
    with held(batch, by, {ImportState.DONE, ImportState.STOPPED, ImportState.UNDOING}) as row:
        if row.state != ImportState.UNDOING:
            states.move(row, BatchEvent.UNDO, table=BATCH, by=by)
        row.job = jobs.enqueue("kit.import.undo", by=by, company_id=row.company_id, batch_id=row.pk)
        row.problem = ""
        row.save(update_fields=["job", "problem"])
    return row


def discard(*, batch: ImportBatch, by: Any) -> None:
    """Throw the file and its rows away; nothing was imported.

    :raises BatchBusy: it has gone further.
    """
    with held(batch, by, OPEN) as row:
        states.move(row, BatchEvent.DISCARD, table=BATCH, by=by)
        ImportRow.objects.filter(batch=row).delete()
        file, row.file, row.erased_at, row.counts = row.file, "", clock.now(), {}
        row.save()
        transaction.on_commit(lambda: vault.remove(file))


@contextmanager
def held(batch: ImportBatch, by: Any, allowed: set[str]) -> Iterator[ImportBatch]:
    """The batch locked in a transaction, for somebody who may, in one of these states, and with no job at work.

    :raises Forbidden: the user may not run its importer there.
    :raises BatchBusy: a job works on it, or it has gone further.
    """
    with transaction.atomic():
        # Without its job: joined, PostgreSQL would show the job as it was before one waited for the lock.
        row = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        require(by, find(row.importer), row.company_id)
        if row.erased_at:
            raise BatchBusy(_("What this import held is erased by now."))
        if row.state not in allowed or queries.is_busy(row):
            told = {"state": row.get_state_display()}
            raise BatchBusy(_("This is not possible now: the import is “%(state)s”.") % told)
        yield row


def pieces(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """The items in lists of at most this length."""
    while piece := list(islice(items, size)):
        yield piece
