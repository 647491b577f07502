"""What the pages of forms ask for behind the scenes: drafts kept and discarded, what was understood, holidays."""

from __future__ import annotations

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from roadbook.kit.access import public, requires

from . import dates, drafts, echoes

YEARS = range(1900, 2101)


@requires()
@require_POST
def draft_keep(request: HttpRequest) -> HttpResponse:
    """Keep what was typed; answers the minute, or nothing when the form has been saved meanwhile."""
    token = request.POST.get("form_token", "")
    try:
        at = drafts.keep(request.user, request.POST.get("draft_key", ""), request.POST, token)
    except drafts.DraftRefused:
        return HttpResponseBadRequest()
    return HttpResponse(drafts.said(at), content_type="text/plain") if at else HttpResponse(status=204)


@requires()
@require_POST
def draft_discard(request: HttpRequest) -> HttpResponse:
    """Forget a draft and open its form anew."""
    try:
        drafts.discard(request.user, request.POST.get("draft_key", ""))
    except drafts.DraftRefused:
        return HttpResponseBadRequest()
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return HttpResponseRedirect(target if is_ours else "/")


@public
@require_POST
def echo(request: HttpRequest) -> HttpResponse:
    """What the server understands of one text; it reads no row, so it needs no right."""
    sent = request.POST
    try:
        understood = echoes.understand(sent.get("key", ""), sent.get("typed", ""), sent.get("whole", ""))
    except BadSignature:
        return HttpResponseBadRequest()
    return render(request, "kit/echo.html", {"echo": understood})


@public
@require_GET
def holidays(_request: HttpRequest, country: str, year: int) -> HttpResponse:
    """The holidays of a year by day, with their names: what a calendar marks."""
    found = dates.holidays(country, year) if year in YEARS else {}
    return JsonResponse({day.isoformat(): name for day, name in found.items()})
