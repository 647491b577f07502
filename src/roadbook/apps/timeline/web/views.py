"""The feed of a subject: read, filtered, written, pinned. Each answers the fragment ``#feed`` or a whole page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.timeline import actions, queries, rules
from roadbook.apps.timeline.enums import LOOKS, EntryKind
from roadbook.apps.timeline.models import Entry
from roadbook.apps.timeline.queries import Asked
from roadbook.kit import keyset
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused

LONGEST_WORDS = 100
LIST = "feed-list"
MORE = "feed-more"


@requires()
@require_GET
def feed_show(request: HttpRequest) -> HttpResponse:
    """The feed; its list alone for a filter, and what is older for “earlier”."""
    return _feed(request, _subject(request, request.GET.get("subject", "")))


@requires(Permission.NOTE_WRITE)
@require_POST
def note_create(request: HttpRequest) -> HttpResponse:
    """Write a note; htmx gets the feed with it, a plain form goes back to where it was sent from."""
    subject = _subject(request, request.POST.get("subject", ""))
    typed = request.POST.get("text", "")
    try:
        actions.note_on(subject=subject, text=typed, by=request.user)
    except Refused as refusal:
        return _feed(request, subject, problem=str(refusal), typed=typed, status=refusal.status)
    return _feed(request, subject) if _is_htmx(request) else redirect(_back(request, subject))


@requires(Permission.NOTE_WRITE)
def note_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an own note: GET shows the form, POST saves and shows the feed."""
    subject, entry = _entry(request, pk)
    if request.method != "POST":
        return _note_form(request, subject, entry)
    typed = request.POST.get("text", "")
    try:
        actions.change_note(entry=entry, text=typed, by=request.user)
    except Refused as refusal:
        return _note_form(request, subject, entry, problem=str(refusal), typed=typed, status=refusal.status)
    return _list(request, subject) if _is_htmx(request) else redirect(_back(request, subject))


@requires(Permission.NOTE_WRITE)
@require_POST
def note_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own note back."""
    subject, entry = _entry(request, pk)
    try:
        actions.remove_note(entry=entry, by=request.user)
    except Refused as refusal:
        return _feed(request, subject, problem=str(refusal), status=refusal.status)
    return _list(request, subject) if _is_htmx(request) else redirect(_back(request, subject))


@requires(Permission.NOTE_WRITE)
@require_POST
def entry_pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Pin or unpin, and show the feed from which it was asked."""
    subject, entry = _entry(request, pk)
    actions.pin(entry=entry, by=request.user, is_pinned=request.POST.get("pinned") == "1")
    return _list(request, subject) if _is_htmx(request) else redirect(_back(request, subject))


def _subject(request: HttpRequest, key: str) -> rules.Subject:
    try:
        return rules.visible_subject(request.user, key)
    except rules.SubjectUnknown:
        raise Http404 from None


def _entry(request: HttpRequest, pk: int) -> tuple[rules.Subject, Entry]:
    """The entry on the feed from which it was asked."""
    sent = request.POST if request.method == "POST" else request.GET
    subject = _subject(request, sent.get("subject", ""))
    return subject, get_object_or_404(queries.entries_of(subject, request.user), pk=pk)


def _asked(sent: QueryDict) -> Asked:
    before = sent.get("before", "")
    is_key = before.isascii() and before.isdigit() and int(before) <= keyset.LARGEST
    return Asked(
        kinds=tuple(kind for kind in sent.getlist("kind") if kind in EntryKind.values),
        words=sent.get("q", "")[:LONGEST_WORDS].replace("\0", "").strip(),
        before=int(before) if is_key else None,
    )


def _list(request: HttpRequest, subject: rules.Subject) -> HttpResponse:
    """The list after an act, narrowed as it was."""
    return render(request, "timeline/feed_list.html", _context(request, subject))


def _feed(
    request: HttpRequest, subject: rules.Subject, *, problem: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    context = {**_context(request, subject), "problem": problem, "typed": typed}
    target = request.headers.get("HX-Target", "")
    part = {LIST: "timeline/feed_list.html", MORE: "timeline/feed_more.html"}.get(target, "timeline/feed.html")
    return render(request, part if _is_htmx(request) else "timeline/feed_page.html", context, status=status)


def _context(request: HttpRequest, subject: rules.Subject) -> dict[str, Any]:
    asked = _asked(request.POST if request.method == "POST" else request.GET)
    address = {"subject": subject.key, "kind": list(asked.kinds), "q": asked.words}
    return {
        "subject": subject.key,
        "feed": queries.feed_page(subject, request.user, asked),
        "kinds": [(str(kind), kind.label, LOOKS[kind][0], kind in asked.kinds) for kind in EntryKind],
        "asked": asked,
        "narrowed": urlencode(address, doseq=True),
        "may_note": may.may(request.user, Permission.NOTE_WRITE, company_id=subject.company_id),
    }


def _note_form(
    request: HttpRequest,
    subject: rules.Subject,
    entry: Entry,
    *,
    problem: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"subject": subject.key, "entry": entry, "text": typed or entry.text, "problem": problem}
    template = "timeline/note_form.html" if _is_htmx(request) else "timeline/note_page.html"
    response = render(request, template, context, status=status)
    if problem:  # the form aims at the list; what is wrong with it stands in its own place
        response["HX-Retarget"], response["HX-Reswap"] = f"#entry-{entry.pk}", "innerHTML"
    return response


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _back(request: HttpRequest, subject: rules.Subject) -> str:
    """The page that sent the form, when it is ours; else the feed."""
    page = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return page
    return reverse("timeline:feed_show") + "?" + urlencode({"subject": subject.key})
