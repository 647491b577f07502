"""Handing out stored documents."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from roadbook.apps.documents import queries
from roadbook.apps.documents.enums import PaperFormat
from roadbook.apps.documents.queries import FileDamaged
from roadbook.apps.identity.enums import Permission
from roadbook.kit.access import requires


@requires(Permission.DOCUMENT_VIEW)
@require_GET
def document_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF, shown in the browser; with ``?download=1``, and a DOCX always, as an attachment."""
    document = get_object_or_404(queries.document_file(request.user), pk=pk)
    try:
        content = queries.content(document)
    except FileDamaged as damaged:
        return render(request, "documents/document_damaged.html", {"document": document, "reason": damaged}, status=500)
    response = HttpResponse(content, content_type=document.media_type)
    header = content_disposition_header(
        "download" in request.GET or document.form != PaperFormat.PDF, document.file_name
    )
    response["Content-Disposition"] = header or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
