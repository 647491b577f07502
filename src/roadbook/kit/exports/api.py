"""Exports under /api/v1/exports."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema, Status
from pydantic import Field

from roadbook.kit import access
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, StrictSchema, Text, idempotent, page
from roadbook.kit.api.errors import ErrorShape
from roadbook.kit.models import Export

from . import asking, fetching
from .web import served

router = Router(tags=["exports"])
PathKey = Annotated[Key, Path()]
BINARY = {"schema": {"type": "string", "format": "binary"}}
BYTES = {"responses": {200: {"description": "The file", "content": {"application/octet-stream": BINARY}}}}


class ExportIn(StrictSchema):
    """A list by its key, such as `parties.clients`, and its address: what stands behind the `?` on the screen."""

    table: Annotated[Text, Field(max_length=60)]
    query: Annotated[Text, Field(max_length=asking.LONGEST_QUERY)] = ""
    format: Literal["csv", "xlsx"] = "xlsx"
    all_columns: bool = False


class ExportOut(Schema):
    """`state` is that of the job; the file is there while `is_ready`."""

    id: Key
    table: str
    query: str
    format: str
    file_name: str
    state: str
    done: int
    total: int
    rows: int
    size: int
    is_ready: bool
    created_at: datetime
    expires_at: datetime | None


@router.get("", response={200: Page[ExportOut], **RESPONSES}, operation_id="export_list", summary="Own exports")
def list_exports(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """The caller's exports, newest first."""
    _need(request)
    found = page(request, fetching.mine(request.user), cursor, limit)
    return {**found, "items": [_out(one) for one in found["items"]]}


@router.post("", response={202: ExportOut, **RESPONSES}, operation_id="export_create", summary="Export a list")
@idempotent
def create_export(request: HttpRequest, payload: ExportIn) -> Any:
    """Have a list written to a file by a job. Five at a time; one more answers 409."""
    _need(request)
    export = asking.request(
        table=payload.table,
        query=payload.query,
        format=payload.format,
        has_all_columns=payload.all_columns,
        by=request.user,
    )
    return Status(202, _out(export))


@router.get("/{pk}", response={200: ExportOut, **RESPONSES}, operation_id="export_show", summary="An export")
def show_export(request: HttpRequest, pk: PathKey) -> dict[str, Any]:
    """How far it is."""
    return _out(_mine(request, pk))


@router.post("/{pk}/cancel", response={200: ExportOut, **RESPONSES}, operation_id="export_cancel", summary="Stop it")
def cancel_export(request: HttpRequest, pk: PathKey) -> dict[str, Any]:
    """Stop writing it; one that is written stays."""
    asking.cancel(export=_mine(request, pk), by=request.user)
    return _out(_mine(request, pk))


@router.get(
    "/{pk}/file",
    response={410: ErrorShape, **RESPONSES},
    operation_id="export_file",
    summary="The file",
    openapi_extra=BYTES,
)
def export_file(request: HttpRequest, pk: PathKey) -> HttpResponse:
    """The bytes. 410 before it is written and after its time is over."""
    export = _mine(request, pk)
    return served(fetching.open_file(export=export, by=request.user), export)  # type: ignore[return-value]  # a response


def _need(request: HttpRequest) -> None:
    if not access.companies(request.user, asking.PERMISSION):
        raise PermissionDenied(asking.PERMISSION)


def _mine(request: HttpRequest, pk: int) -> Export:
    _need(request)
    return get_object_or_404(fetching.mine(request.user), pk=pk)


def _out(one: Export) -> dict[str, Any]:
    names = ("table", "query", "format", "file_name", "rows", "size", "created_at", "expires_at")
    job = one.job
    return {
        **{name: getattr(one, name) for name in names},
        "id": one.pk,
        "state": job.state if job else "done",
        "done": job.done if job else one.rows,
        "total": job.total if job else one.rows,
        "is_ready": bool(one.ready_at and one.file),
    }
