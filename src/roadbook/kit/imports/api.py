"""Imports under /api/v1/imports: everything that the wizard does."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Form, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from roadbook.kit import tabular
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, StrictSchema, Text, page
from roadbook.kit.models import ImportBatch, ImportRow, RowState

from . import batches, mending, queries, registry
from .cells import Contents, shown
from .showing import fields_of

router = Router(tags=["imports"])
PathKey = Annotated[Key, Path()]
Place = Annotated[Text, Field(pattern=r"^[0-9]{1,3}$")]
FieldName = Annotated[Text, Field(max_length=60)]


class ImporterOut(Schema):
    """What can be imported: `fields` are the names that a column may be mapped to."""

    code: str
    title: str
    fields: list[str]
    required: list[str]
    takes_changes: bool
    company_ids: list[Key] = Field(description="For which companies the caller may run it; empty where rows have none")


class UploadIn(StrictSchema):
    """`importer` is a code of the list of importers; `company_id` is needed where rows belong to a company."""

    importer: Annotated[Text, Field(max_length=60)] = ""
    company_id: Key | None = None


class FileReadingIn(StrictSchema):
    """What is not sent stays as it is."""

    encoding: Annotated[Text, Field(max_length=20)] | None = None
    separator: Literal[";", ",", "\t", "|"] | None = None
    sheet: Annotated[Text, Field(max_length=200)] | None = None
    header: Annotated[int, Field(ge=1, le=50)] | None = None


class MappingIn(StrictSchema):
    """`mapping` leads from the place of a column (from 0) to the name of a field."""

    mapping: dict[Place, FieldName]
    takes_changes: bool = False


class CellsIn(StrictSchema):
    """New texts of cells by field."""

    values: dict[FieldName, Annotated[Text, Field(max_length=10_000)]]


class BatchOut(Schema):
    """`counts` says how many rows are in which state; `job_id` is the job at work or the last one."""

    id: Key
    importer: str
    company_id: Key | None
    state: str
    file_name: str
    sha256: str
    reading: dict[str, Any]
    headers: list[str]
    mapping: dict[str, str]
    takes_changes: bool
    warnings: list[str]
    counts: dict[str, int]
    problem: str
    job_id: Key | None
    created_at: datetime
    finished_at: datetime | None


class ProblemOut(Schema):
    field: str
    message: str


class ImportRowOut(Schema):
    """`values` are the cells by field, `subject` the key of what is there or what was made."""

    id: Key
    line: int
    state: str
    values: dict[str, str]
    problems: list[ProblemOut]
    note: str
    subject: str


@router.get("/importers", response={200: list[ImporterOut], **RESPONSES}, operation_id="importer_list")
def list_importers(request: HttpRequest) -> list[dict[str, Any]]:
    """What the caller may import."""
    _need(request)
    return [
        {
            "code": one.code,
            "title": str(one.title),
            "fields": [field.name for field in one.fields],
            "required": [field.name for field in one.fields if field.is_required],
            "takes_changes": one.takes_changes,
            "company_ids": sorted(queries.companies(request.user, one)) if one.of_company else [],
        }
        for one in queries.importers(request.user)
    ]


@router.get("", response={200: Page[BatchOut], **RESPONSES}, operation_id="import_list", summary="Imports")
def list_batches(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """Imports of companies where the caller may import, newest first."""
    _need(request)
    found = page(request, queries.visible_to(request.user), cursor, limit)
    return {**found, "items": [_out(one) for one in found["items"]]}


@router.post("", response={201: BatchOut, **RESPONSES}, operation_id="import_create", summary="Upload a file")
def create_batch(
    request: HttpRequest, payload: Form[UploadIn], file: Annotated[UploadedFile | None, File(None)] = None
) -> Any:
    """Send a CSV or XLSX file (multipart). The answer says what was detected and how columns would be mapped."""
    _need(request)
    if file is None:
        raise tabular.FileRefused(_("Choose a file."))
    if payload.importer not in {one.code for one in registry.registered()}:
        raise Http404
    batch = batches.upload(
        importer=payload.importer,
        company_id=payload.company_id,
        file=file.file or file,
        name=file.name or "",
        by=request.user,
    )
    return Status(201, _out(batch))


@router.get("/{pk}", response={200: BatchOut, **RESPONSES}, operation_id="import_show", summary="An import")
def show_batch(request: HttpRequest, pk: PathKey) -> dict[str, Any]:
    """Where it stands."""
    return _out(_batch(request, pk))


@router.post("/{pk}/reading", response={200: BatchOut, **RESPONSES}, operation_id="import_reread")
def reread(request: HttpRequest, pk: PathKey, payload: FileReadingIn) -> dict[str, Any]:
    """Read the file in another way; its columns are mapped anew."""
    changes = {name: value for name, value in payload.dict().items() if value is not None}
    return _out(batches.reread(batch=_batch(request, pk), by=request.user, **changes))


@router.post("/{pk}/mapping", response={202: BatchOut, **RESPONSES}, operation_id="import_map")
def map_columns(request: HttpRequest, pk: PathKey, payload: MappingIn) -> Any:
    """Say which column is what, and have the rows checked by a job."""
    batch = batches.map_columns(
        batch=_batch(request, pk), mapping=payload.mapping, takes_changes=payload.takes_changes, by=request.user
    )
    return Status(202, _out(batch))


@router.get(
    "/{pk}/rows", response={200: Page[ImportRowOut], **RESPONSES}, operation_id="import_rows", summary="Its rows"
)
def list_rows(
    request: HttpRequest,
    pk: PathKey,
    *,
    state: Annotated[RowState | None, Query(None)] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> dict[str, Any]:
    """What every row would do or did, in the order of the file."""
    batch = _batch(request, pk)
    rows = ImportRow.objects.filter(batch=batch, **({"state": state} if state else {}))
    found = page(request, rows, cursor, limit, order="number")
    return {**found, "items": [_row(batch, one) for one in found["items"]]}


@router.patch(
    "/{pk}/rows/{row}", response={200: ImportRowOut, **RESPONSES}, operation_id="import_mend", summary="Mend a row"
)
def mend_row(request: HttpRequest, pk: PathKey, row: PathKey, payload: CellsIn) -> dict[str, Any]:
    """Put other texts into cells of a row that is not imported; it is judged anew."""
    batch = _batch(request, pk)
    found = get_object_or_404(ImportRow, pk=row, batch=batch)
    return _row(batch, mending.mend(batch=batch, row=found, values=payload.values, by=request.user))


@router.post("/{pk}/run", response={202: BatchOut, **RESPONSES}, operation_id="import_run", summary="Import the rows")
def run_batch(request: HttpRequest, pk: PathKey) -> Any:
    """Import by a job what is new. While one runs, another answers 409."""
    return Status(202, _out(batches.run(batch=_batch(request, pk), by=request.user)))


@router.post("/{pk}/undo", response={202: BatchOut, **RESPONSES}, operation_id="import_undo", summary="Undo it")
def undo_batch(request: HttpRequest, pk: PathKey) -> Any:
    """Take it back by a job. When a later act depends on a row, `problem` names it and nothing is undone."""
    return Status(202, _out(batches.undo(batch=_batch(request, pk), by=request.user)))


@router.post(
    "/{pk}/discard", response={200: BatchOut, **RESPONSES}, operation_id="import_discard", summary="Discard it"
)
def discard_batch(request: HttpRequest, pk: PathKey) -> dict[str, Any]:
    """Throw away a file that was not imported."""
    batch = _batch(request, pk)
    batches.discard(batch=batch, by=request.user)
    return _out(_batch(request, pk))


def _need(request: HttpRequest) -> None:
    if not queries.importers(request.user):
        raise PermissionDenied(queries.PERMISSION)


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    _need(request)
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


def _out(batch: ImportBatch) -> dict[str, Any]:
    names = [name for name in BatchOut.model_fields if name != "id"]
    return {**{name: getattr(batch, name) for name in names}, "id": batch.pk}


def _row(batch: ImportBatch, row: ImportRow) -> dict[str, Any]:
    contents = Contents(row)
    cells = {
        field.name: shown(contents.cells[place]) if place < len(contents.cells) else ""
        for place, field in fields_of(batch)
    }
    problems = [{"field": one.field, "message": one.message} for one in contents.problems]
    return {
        "id": row.pk,
        "line": row.line,
        "state": row.state,
        "values": cells,
        "problems": problems,
        "note": contents.note,
        "subject": row.subject,
    }
