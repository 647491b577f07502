"""Imports and exports for tests, made through the kit."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from roadbook.kit import exports, jobs
from roadbook.kit.imports import batches
from roadbook.kit.models import Export, ImportBatch, ImportRow

CATALOGUE = "Make;Model;Trim\nSample Motors;Alpha;Base\nSample Motors;Alpha;\n"


def upload(text: str, *, importer: str = "vehicles.catalogue", company: Any = None, by: Any = None) -> ImportBatch:
    """A file that was uploaded; its columns are guessed."""
    return batches.upload(
        importer=importer,
        company_id=company.pk if company else None,
        file=io.BytesIO(text.encode()),
        name="file.csv",
        by=by,
    )


def checked(text: str = CATALOGUE, *, takes_changes: bool = False, by: Any = None, **more: Any) -> ImportBatch:
    """A file whose rows were checked, its columns as guessed."""
    batch = upload(text, by=by, **more)
    batches.map_columns(batch=batch, mapping=batch.mapping, takes_changes=takes_changes, by=by)
    batch.refresh_from_db()
    jobs.run(batch.job.pk)
    batch.refresh_from_db()
    return batch


def ran(batch: ImportBatch, *, by: Any = None) -> ImportBatch:
    """The same batch after its rows were imported."""
    batches.run(batch=batch, by=by)
    batch.refresh_from_db()
    jobs.run(batch.job.pk)
    batch.refresh_from_db()
    return batch


def imported(text: str = CATALOGUE, *, by: Any = None, **more: Any) -> ImportBatch:
    """A file whose new rows were imported."""
    return ran(checked(text, by=by, **more), by=by)


def undone(batch: ImportBatch, *, by: Any = None) -> ImportBatch:
    """The same batch after somebody asked to take it back."""
    batches.undo(batch=batch, by=by)
    batch.refresh_from_db()
    jobs.run(batch.job.pk)
    batch.refresh_from_db()
    return batch


def row(batch: ImportBatch, line: int) -> ImportRow:
    return ImportRow.objects.get(batch=batch, line=line)


def export(by: Any, *, table: str = "vehicles.makes", **more: Any) -> Export:
    """An export that is written."""
    one = exports.request(table=table, query=more.pop("query", ""), format=more.pop("format", "csv"), by=by, **more)
    jobs.run(one.job.pk)
    one.refresh_from_db()
    return one


def content(by: Any, **more: Any) -> bytes:
    """The bytes of an export with all columns."""
    with exports.open_file(export=export(by, has_all_columns=True, **more), by=by) as file:
        return file.read()


def parts(content: bytes) -> dict[str, bytes]:
    """What a file says: an XLSX is a package, and its times of packing are the disk's."""
    if not content.startswith(b"PK"):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def brought(content: bytes, name: str, *, importer: str, company: Any = None, runs: bool = False) -> ImportBatch:
    """The bytes of a file, uploaded and checked (and imported) as they are."""
    pk = company.pk if company else None
    batch = batches.upload(importer=importer, company_id=pk, file=io.BytesIO(content), name=name, by=None)
    for act in (
        lambda: batches.map_columns(batch=batch, mapping=batch.mapping, by=None),
        lambda: batches.run(batch=batch, by=None),
    ):
        act()
        batch.refresh_from_db()
        jobs.run(batch.job.pk)
        batch.refresh_from_db()
        if not runs:
            break
    return batch
