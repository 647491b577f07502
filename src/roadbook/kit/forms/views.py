"""What the pages of forms ask for behind the scenes: drafts kept and discarded, echoes of what was typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from roadbook.kit.access import requires

from . import drafts


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
