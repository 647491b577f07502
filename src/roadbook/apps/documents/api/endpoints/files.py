"""Attached files: sent, listed, described, checked, handed out."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Path, Query, Router, Status
from ninja.files import UploadedFile

from roadbook.apps.documents import actions, queries
from roadbook.apps.documents.api.schemas import ArrangeIn, AttachIn, AttachmentChange, AttachmentOut, CheckIn, RemoveIn
from roadbook.apps.documents.enums import AttachmentKind, AttachmentState
from roadbook.apps.documents.models import Attachment
from roadbook.apps.timeline.rules import visible_subject
from roadbook.kit import clock, figures, files
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, Text, idempotent, page
from roadbook.kit.errors import Conflict, Refused

router = Router(tags=["attachments"])
PathKey = Annotated[Key, Path()]
PageNumber = Annotated[int, Path(ge=1, le=files.LIMITS.pages)]
About = Annotated[
    Text, Query("", max_length=80, description="Only files of this subject, such as `vehicles.vehicle:12`")
]
Kind = Annotated[AttachmentKind | None, Query(None, description="Only files of this kind")]
State = Annotated[AttachmentState | None, Query(None, description="Only files in this state")]
Sent = Annotated[Text, Query("", max_length=64, description="Only copies of the file that had this SHA-256 when sent")]
BYTES = {
    "responses": {
        200: {
            "description": "The bytes",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}
PICTURE = {
    "responses": {
        200: {
            "description": "The page as a picture",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/jpeg", "image/png")
            },
        }
    }
}


class ViewOnly(Refused):
    """Scans of identity documents are looked at, page by page."""

    code = "view_only"


class NotHandedOut(Conflict):
    """The bytes are erased, or the virus scanner has not let them pass."""

    code = "not_handed_out"


@router.get(
    "", response={200: Page[AttachmentOut], **RESPONSES}, operation_id="attachment_list", summary="Attached files"
)
def list_attachments(
    request: HttpRequest,
    *,
    subject: About = "",
    kind: Kind = None,
    state: State = None,
    sha256: Sent = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Files that the caller may see, newest first."""
    rows = queries.attachment_file(request.user)
    if sha256:
        rows = rows.filter(uploaded_sha256=sha256)
    if subject:
        rows = rows.about(visible_subject(request.user, subject).key)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    return page(request, rows, cursor, limit)


@router.post("", response={201: AttachmentOut, **RESPONSES}, operation_id="attachment_create", summary="Attach a file")
def create_attachment(request: HttpRequest, payload: Form[AttachIn], file: File[UploadedFile]) -> Any:
    """Send a file (multipart). Its type is told by its content; a picture is kept without EXIF and GPS.

    The same file on the same subject is refused with 409 and the code `duplicate`, so a repetition does no harm.
    """
    about = visible_subject(request.user, payload.subject)
    meaning = actions.Meaning(
        kind=payload.kind or "",
        note=payload.note,
        expires_on=payload.expires_on,
        legal_basis=payload.legal_basis or "",
    )
    content = file.read() if (file.size or 0) <= files.LIMITS.size else b"\0" * (files.LIMITS.size + 1)
    kept = actions.attach(subject=about, content=content, name=str(file.name), by=request.user, meaning=meaning)
    return Status(201, kept)


@router.get(
    "/{attachment_id}",
    response={200: AttachmentOut, **RESPONSES},
    operation_id="attachment_show",
    summary="One attached file",
)
def show_attachment(request: HttpRequest, attachment_id: PathKey) -> Any:
    """What is known of a file; its bytes are at `file`, its pages at `pages`."""
    return _attachment(request, attachment_id)


@router.get(
    "/{attachment_id}/file",
    response=RESPONSES,
    operation_id="attachment_file",
    summary="The bytes",
    openapi_extra=BYTES,
)
def download(request: HttpRequest, attachment_id: PathKey) -> HttpResponse:
    """The bytes as they are kept, after their hash was checked. Scans of identity documents have pages only."""
    attachment = _attachment(request, attachment_id)
    if attachment.is_id_scan:
        raise ViewOnly(_("A scan of an identity document is looked at page by page, with a watermark."))
    _require_open(attachment)
    content = queries.bytes_of(attachment)
    return files.attachment(content, name=attachment.name, media_type=attachment.media_type)


@router.get(
    "/{attachment_id}/pages/{number}",
    response=RESPONSES,
    operation_id="attachment_page",
    summary="One page as a picture",
    openapi_extra=PICTURE,
)
def show_page(request: HttpRequest, attachment_id: PathKey, number: PageNumber) -> HttpResponse:
    """A page of a PDF or a picture. Of an identity scan it bears the caller's name, and the look is on record."""
    attachment = _attachment(request, attachment_id)
    if not attachment.has_pages or number > max(1, attachment.pages):
        raise Http404
    _require_open(attachment)
    mark = ""
    if attachment.is_id_scan:
        actions.view(attachment=attachment, by=request.user, how="api")
        mark = f"{request.user} · {figures.moment(clock.now())}".replace("\u00a0", " ")
    drawn, media_type = queries.page_image(attachment, number=number, mark=mark)
    return files.inline(drawn, media_type=media_type)


@router.patch(
    "/{attachment_id}",
    response={200: AttachmentOut, **RESPONSES},
    operation_id="attachment_change",
    summary="Say what a file is",
)
def change_attachment(request: HttpRequest, attachment_id: PathKey, payload: AttachmentChange) -> Any:
    """Change kind, note and last day of validity; what is not named stays."""
    attachment = _attachment(request, attachment_id)
    known = {name: getattr(attachment, name) for name in ("kind", "note", "expires_on")}
    said = payload.dict(exclude_unset=True)
    changed = {name: value for name, value in said.items() if value is not None or name == "expires_on"}
    return actions.describe(attachment=attachment, by=request.user, **known | changed)


@router.post(
    "/{attachment_id}/check",
    response={200: AttachmentOut, **RESPONSES},
    operation_id="attachment_check",
    summary="Accept or reject a file",
)
@idempotent
def check_attachment(request: HttpRequest, attachment_id: PathKey, payload: CheckIn) -> Any:
    """Say that a file is good, or no good and why."""
    attachment = _attachment(request, attachment_id)
    if payload.verdict == "reject":
        return actions.reject(attachment=attachment, reason=payload.reason, by=request.user)
    return actions.accept(attachment=attachment, by=request.user)


@router.post(
    "/{attachment_id}/remove",
    response={204: None, **RESPONSES},
    operation_id="attachment_remove",
    summary="Remove a file",
)
@idempotent
def remove_attachment(request: HttpRequest, attachment_id: PathKey, payload: RemoveIn) -> Any:
    """Take a file from its subject; its bytes are erased 30 days later."""
    actions.remove(attachment=_attachment(request, attachment_id), reason=payload.reason, by=request.user)
    return Status(204, None)


@router.post(
    "/{attachment_id}/arrange",
    response={200: AttachmentOut, **RESPONSES},
    operation_id="attachment_arrange",
    summary="Put a photo in order",
)
@idempotent
def arrange_attachment(request: HttpRequest, attachment_id: PathKey, payload: ArrangeIn) -> Any:
    """Let a photo stand for its subject, or move it one place."""
    attachment = _attachment(request, attachment_id)
    if payload.to == "main":
        actions.make_main(attachment=attachment, by=request.user)
    else:
        actions.move_photo(attachment=attachment, step=-1 if payload.to == "before" else 1, by=request.user)
    return _attachment(request, attachment_id)


@router.post(
    "/{attachment_id}/scan",
    response={200: AttachmentOut, **RESPONSES},
    operation_id="attachment_scan",
    summary="Scan a file for viruses again",
)
@idempotent
def scan_attachment(request: HttpRequest, attachment_id: PathKey) -> Any:
    """Put a file before the virus scanner that was never scanned, or whose scan failed."""
    attachment = _attachment(request, attachment_id)
    actions.scan_again(attachment=attachment, by=request.user)
    return attachment


def _attachment(request: HttpRequest, pk: int) -> Attachment:
    found: Attachment | None = queries.attachment_file(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _require_open(attachment: Attachment) -> None:
    if not attachment.is_open:
        raise NotHandedOut(str(attachment.get_scan_display()))
