"""The feed of a subject: read, filtered, written, pinned. Each answers the fragment ``#feed`` or a whole page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.timeline import actions, queries, rules
from roadbook.apps.timeline.enums import EntryKind
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused


@requires()
@require_GET
def feed_show(request: HttpRequest) -> HttpResponse:
    subject = _subject(request, request.GET.get("subject", ""))
    kind = request.GET.get("kind", "")
    return _feed(request, subject, kind=kind if kind in EntryKind.values else "")


@requires(Permission.NOTE_WRITE)
@require_POST
def note_create(request: HttpRequest) -> HttpResponse:
    """Write a note; htmx gets the feed with it, a plain form goes back to where it was sent from."""
    subject = _subject(request, request.POST.get("subject", ""))
    try:
        actions.note_on(subject=subject, text=request.POST.get("text", ""), by=request.user)
    except Refused as refusal:
        return _feed(request, subject, problem=str(refusal), status=refusal.status)
    return _feed(request, subject) if _is_htmx(request) else redirect(_back(request, subject))


@requires(Permission.NOTE_WRITE)
@require_POST
def entry_pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Pin or unpin, and show the feed from which it was asked."""
    subject = _subject(request, request.POST.get("subject", ""))
    entry = get_object_or_404(queries.entries_of(subject, request.user), pk=pk)
    actions.pin(entry=entry, by=request.user, is_pinned=request.POST.get("pinned") == "1")
    return _feed(request, subject) if _is_htmx(request) else redirect(_back(request, subject))


def _subject(request: HttpRequest, key: str) -> rules.Subject:
    try:
        return rules.visible_subject(request.user, key)
    except rules.SubjectUnknown:
        raise Http404 from None


def _feed(
    request: HttpRequest, subject: rules.Subject, *, kind: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "subject": subject.key,
        "entries": queries.feed_of(subject, request.user, kind=kind),
        "kinds": EntryKind.choices,
        "kind": kind,
        "problem": problem,
        "may_note": may.may(request.user, Permission.NOTE_WRITE, company_id=subject.company_id),
    }
    template = "timeline/feed.html" if _is_htmx(request) else "timeline/feed_page.html"
    return render(request, template, context, status=status)


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _back(request: HttpRequest, subject: rules.Subject) -> str:
    """The page that sent the form, when it is ours; else the feed."""
    page = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return page
    return reverse("timeline:feed_show") + "?" + urlencode({"subject": subject.key})
