"""A file beside what is known of it: looked at, checked, described, put in order, taken away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.documents import actions, queries, rules
from roadbook.apps.documents.enums import AttachmentEvent
from roadbook.apps.documents.models import Attachment
from roadbook.apps.documents.states import ATTACHMENT
from roadbook.apps.documents.web.forms import DescribeForm
from roadbook.apps.identity.enums import Permission
from roadbook.kit import clock, figures, files
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused
from roadbook.kit.forms import handle

QUEUE_LENGTH = 50
STEPS = {"before": -1, "behind": 1}


@requires()
def attachment_show(request: HttpRequest, pk: int) -> HttpResponse:
    """The viewer; a POST changes what is said of the file."""
    attachment = file_of(request, pk)
    form = DescribeForm.of(attachment, request.POST or None)

    def act(answers: dict[str, Any]) -> str:
        actions.describe(
            attachment=attachment,
            kind=answers["kind"],
            note=answers["note"],
            expires_on=answers.get("expires_on"),
            by=request.user,
        )
        return _address(request, pk)

    return handle(request, form, act, "documents/attachment_show.html", _context(request, attachment))


@requires()
@require_GET
def attachment_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as a download. Scans of identity documents are looked at only."""
    attachment = file_of(request, pk)
    if attachment.is_id_scan:
        raise Http404
    if not attachment.is_open:
        return _not_now(attachment)
    try:
        content = queries.bytes_of(attachment)
    except files.Damaged as damaged:
        return render(
            request, "documents/document_damaged.html", {"document": attachment, "reason": damaged}, status=500
        )
    return files.attachment(content, name=attachment.name, media_type=attachment.media_type)


@requires()
@require_GET
def attachment_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page as a picture; of an identity scan with a watermark, and on the record."""
    attachment = file_of(request, pk)
    if not attachment.has_pages or not 1 <= number <= max(1, attachment.pages):
        raise Http404
    if not attachment.is_open:
        return _not_now(attachment)
    mark = ""
    if attachment.is_id_scan:
        actions.view(attachment=attachment, by=request.user, how="shown")
        mark = f"{request.user} · {figures.moment(clock.now())}".replace("\u00a0", " ")
    try:
        drawn, media_type = queries.page_image(attachment, number=number, is_small="small" in request.GET, mark=mark)
    except Refused as refusal:
        return HttpResponse(str(refusal), content_type="text/plain; charset=utf-8", status=500)
    return files.inline(drawn, media_type=media_type)


@requires(Permission.DOCUMENT_VERIFY)
@require_POST
def attachment_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or reject; with ``queue`` the next file that waits follows."""
    attachment = file_of(request, pk)
    try:
        if request.POST.get("verdict") == AttachmentEvent.REJECT:
            actions.reject(attachment=attachment, reason=request.POST.get("reason", ""), by=request.user)
        else:
            actions.accept(attachment=attachment, by=request.user)
    except Refused as refusal:
        context = {**_context(request, attachment), "form": DescribeForm.of(attachment), "problem": refusal}
        return render(request, "documents/attachment_show.html", context, status=refusal.status)
    if "queue" not in request.GET:
        return redirect("documents:attachment_show", pk)
    following = queries.waiting(request.user).filter(pk__gt=pk).first() or queries.waiting(request.user).first()
    return redirect(_address(request, following.pk) if following else reverse("documents:check_list"))


@requires(Permission.FILE_ATTACH)
@require_POST
def attachment_arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a photo the main one, or move it one place; the photos of the subject come back."""
    attachment = file_of(request, pk)
    asked = request.POST.get("to", "")
    try:
        if asked == "main":
            actions.make_main(attachment=attachment, by=request.user)
        elif asked in STEPS:
            actions.move_photo(attachment=attachment, step=STEPS[asked], by=request.user)
    except actions.MoveRefused:
        raise Http404 from None
    return redirect(_panel_or_page(request, attachment))


@requires(Permission.FILE_ATTACH)
@require_POST
def attachment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the file from its subject."""
    attachment = file_of(request, pk)
    try:
        actions.remove(attachment=attachment, reason=request.POST.get("reason", ""), by=request.user)
    except Refused as refusal:
        context = {**_context(request, attachment), "form": DescribeForm.of(attachment), "problem": refusal}
        return render(request, "documents/attachment_show.html", context, status=refusal.status)
    return redirect(_place(attachment).subject_url or reverse("documents:attachments", args=[attachment.subject]))


@requires(Permission.FILE_ATTACH)
@require_POST
def attachment_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the file before the virus scanner."""
    actions.scan_again(attachment=file_of(request, pk), by=request.user)
    return redirect("documents:attachment_show", pk)


@requires(Permission.DOCUMENT_VERIFY)
@require_GET
def check_list(request: HttpRequest) -> HttpResponse:
    """Files that nobody has checked yet, oldest first."""
    rows = list(queries.waiting(request.user)[: QUEUE_LENGTH + 1])
    context = {"places": queries.places_to_show(rows[:QUEUE_LENGTH]), "has_more": len(rows) > QUEUE_LENGTH}
    return render(request, "documents/check_list.html", context)


def file_of(request: HttpRequest, pk: int) -> Attachment:
    found: Attachment = get_object_or_404(queries.attachment_file(request.user), pk=pk)
    return found


def _place(attachment: Attachment) -> queries.Place:
    return queries.places_to_show([attachment])[0]


def _context(request: HttpRequest, attachment: Attachment) -> dict[str, Any]:
    before, after = queries.neighbours(attachment, request.user)
    may_check = rules.may_check(request.user, attachment)
    others = [
        one for one in queries.places_of(request.user, attachment.uploaded_sha256) if one.attachment != attachment
    ]
    basis = next((one for one in rules.bases(attachment.company.country) if one.code == attachment.legal_basis), None)
    return {
        "attachment": attachment,
        "place": _place(attachment),
        "others": others,
        "basis": basis,
        "pages": range(1, attachment.pages + 1),
        "before": _address(request, before) if before else "",
        "after": _address(request, after) if after else "",
        "moves": ATTACHMENT[attachment.state] if may_check and attachment.is_open else {},
        "may_change": rules.may_change(request.user, attachment),
        "may_remove": rules.may_remove(request.user, attachment),
        "queue": "queue" in request.GET,
        "is_expired": attachment.is_expired(attachment.company.business_date),
    }


def _address(request: HttpRequest, pk: int) -> str:
    """A file in the viewer; who checks the queue stays in it."""
    return reverse("documents:attachment_show", args=[pk]) + ("?queue=1" if "queue" in request.GET else "")


def _panel_or_page(request: HttpRequest, attachment: Attachment) -> str:
    if getattr(request, "htmx", False):
        return reverse("documents:photos", args=[attachment.subject])
    page = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return page
    return reverse("documents:photos", args=[attachment.subject])


def _not_now(attachment: Attachment) -> HttpResponse:
    """Why the bytes are not handed out."""
    return HttpResponse(attachment.get_scan_display(), content_type="text/plain; charset=utf-8", status=409)
