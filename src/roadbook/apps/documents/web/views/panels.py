"""The files of a subject as panels of its page: seen, dropped in, put in order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.documents import actions, queries, rules
from roadbook.apps.documents.actions import AlreadyAttached, Meaning
from roadbook.apps.documents.enums import EXPIRING, AttachmentKind
from roadbook.apps.documents.web.forms import MeaningForm
from roadbook.apps.identity.enums import Permission
from roadbook.apps.timeline.rules import Subject, SubjectUnknown, visible_subject
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused
from roadbook.kit.files import LIMITS

LONGEST_HASH = 64


@requires()
@require_GET
def attachments(request: HttpRequest, subject: str) -> HttpResponse:
    """Every file of the subject and a place to drop more; photos are counted, they have a panel of their own."""
    about = subject_of(request, subject)
    found = list(queries.about(about, request.user))
    papers = [one for one in found if one.kind != AttachmentKind.PHOTO]
    return _panel(request, about, "attachments", {"files": papers, "photo_count": len(found) - len(papers)})


@requires()
@require_GET
def photos(request: HttpRequest, subject: str) -> HttpResponse:
    """The photos of the subject: the main one first."""
    about = subject_of(request, subject)
    found = queries.about(about, request.user, kind=AttachmentKind.PHOTO)
    return _panel(request, about, "photos", {"photos": found})


@requires(Permission.FILE_ATTACH)
@require_POST
def upload(request: HttpRequest, subject: str) -> HttpResponse:
    """Attach what was sent: one file of our script at a time, or all of a plain form."""
    about = subject_of(request, subject)
    form = MeaningForm(request.POST)
    sent = request.FILES.getlist("file")
    if _is_script(request):
        return _answer_script(request, about, sent, form)
    for one in sent:
        _attach_with_message(request, about, one, form)
    if not sent:
        messages.error(request, _("Choose a file first."))
    return redirect(_back(request, about))


@requires(Permission.FILE_ATTACH)
@require_GET
def known(request: HttpRequest, subject: str) -> HttpResponse:
    """Where a file with this hash already is, before it is sent. Only places that the user may see."""
    subject_of(request, subject)
    asked = request.GET.get("sha256", "")[:LONGEST_HASH]
    places = queries.places_of(request.user, asked)
    return JsonResponse({"places": [{"text": _said(place), "url": place.url} for place in places]})


def subject_of(request: HttpRequest, key: str) -> Subject:
    try:
        return visible_subject(request.user, key)
    except SubjectUnknown:
        raise Http404 from None


def _said(place: queries.Place) -> str:
    return f"{place.subject}: {place.attachment.name}"


def _panel(request: HttpRequest, about: Subject, noun: str, rows: dict[str, Any]) -> HttpResponse:
    company = queries.company_of(about)
    context = {
        **rows,
        "subject": about.key,
        "may_attach": rules.may_attach(request.user, about.company_id),
        "kinds": rules.kinds_to_attach(request.user, about.company_id),
        "bases": rules.bases(company.country),
        "expiring": EXPIRING,
        "business_date": company.business_date,
        "most": LIMITS.size,
    }
    is_part = bool(getattr(request, "htmx", False))
    template = f"documents/{noun}_panel.html" if is_part else f"documents/{noun}_page.html"
    return render(request, template, context)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _answer_script(
    request: HttpRequest, about: Subject, sent: list[UploadedFile[bytes]], form: MeaningForm
) -> HttpResponse:
    if not sent or not form.is_valid():
        said = next((str(one[0]) for one in form.errors.values()), _("Choose a file first."))
        return JsonResponse({"state": "refused", "message": said}, status=422)
    try:
        kept = _attach(request, about, sent[0], form.meaning())
    except AlreadyAttached as again:
        place = reverse("documents:attachment_show", args=[again.existing.pk])
        return JsonResponse({"state": "duplicate", "message": str(again), "url": place}, status=again.status)
    except Refused as refusal:
        return JsonResponse({"state": "refused", "message": str(refusal), "code": refusal.code}, status=refusal.status)
    answer = {
        "state": "done",
        "message": str(kept.get_kind_display()),
        "scan": str(kept.get_scan_display()),
        "url": reverse("documents:attachment_show", args=[kept.pk]),
    }
    return JsonResponse(answer, status=201)


def _attach_with_message(request: HttpRequest, about: Subject, sent: UploadedFile[bytes], form: MeaningForm) -> None:
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return
    try:
        kept = _attach(request, about, sent, form.meaning())
    except Refused as refusal:
        messages.error(request, f"{sent.name}: {refusal}")
    else:
        messages.success(request, _("Attached: %(name)s") % {"name": kept.name})


def _attach(request: HttpRequest, about: Subject, sent: UploadedFile[bytes], meaning: Meaning) -> Any:
    content = b"\x00" * (LIMITS.size + 1) if (sent.size or 0) > LIMITS.size else sent.read()
    return actions.attach(subject=about, content=content, name=str(sent.name), by=request.user, meaning=meaning)


def _back(request: HttpRequest, about: Subject) -> str:
    """The page that sent the form, when it is ours; else the panel."""
    page = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return page
    return reverse("documents:attachments", args=[about.key])
