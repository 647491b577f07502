"""Stored documents and their bytes."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Path, Query, Router, Status

from roadbook.apps.documents import actions, queries, rules
from roadbook.apps.documents.api.schemas import DocumentIn, DocumentOut
from roadbook.apps.documents.models import Document
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

router = Router(tags=["documents"])
PathKey = Annotated[Key, Path()]
About = Annotated[str, Query("", max_length=80, description="Only documents about this subject")]
PDF = {
    "responses": {
        200: {
            "description": "The PDF",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get("", response={200: Page[DocumentOut], **RESPONSES}, operation_id="document_list", summary="Documents")
def list_documents(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, subject: About = "") -> Any:
    """Documents that the caller may see, newest first."""
    rows = queries.document_file(request.user)
    return page(request, rows.filter(subject=subject) if subject else rows, cursor, limit)


@router.post("", response={201: DocumentOut, **RESPONSES}, operation_id="document_make", summary="Make a document")
@idempotent
def make_document(request: HttpRequest, payload: DocumentIn) -> Any:
    """Make a paper of a row that the caller may see; made again of the same data it is the same document."""
    if rules.kind(payload.kind).find(request.user, payload.subject_id) is None:
        raise Http404
    made = actions.make(
        kind=payload.kind, pk=payload.subject_id, language=payload.language, form=payload.form, by=request.user
    )
    return Status(201, made)


@router.get(
    "/{document_id}", response={200: DocumentOut, **RESPONSES}, operation_id="document_show", summary="One document"
)
def show_document(request: HttpRequest, document_id: PathKey) -> Any:
    """What a document is; its bytes are at ``file``."""
    return _document(request, document_id)


@router.get(
    "/{document_id}/file", response=RESPONSES, operation_id="document_file", summary="The PDF itself", openapi_extra=PDF
)
def download(request: HttpRequest, document_id: PathKey) -> HttpResponse:
    """The stored bytes, after their hash was checked."""
    document = _document(request, document_id)
    response = HttpResponse(queries.content(document), content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(True, document.file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _document(request: HttpRequest, pk: int) -> Document:
    document = queries.document_file(request.user).filter(pk=pk).first()
    if document is None:
        raise Http404
    return document
