"""Contracts that were taken over, and the statement on which both sides sign."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.documents import actions as documents
from roadbook.apps.documents.enums import DocumentKind
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import queries
from roadbook.apps.leasing.web.tables import TakenTable
from roadbook.kit import lists
from roadbook.kit.access import SignedRequest, requires

SHOWN = 12


@requires(Permission.CONTRACT_VIEW)
@require_GET
def taken_list(request: SignedRequest) -> HttpResponse:
    """The contracts with what was given and derived; above them the days on which some came."""
    days = queries.take_overs(request.user).order_by("-taken_on")[:SHOWN]
    context = {"take_overs": days, "languages": settings.LANGUAGES}
    return lists.render(request, TakenTable(), template="leasing/taken_list.html", context=context)


@requires(Permission.CONTRACT_ACTIVATE)
@require_POST
def taken_statement(request: SignedRequest, pk: int) -> HttpResponse:
    """Make the statement in the language asked for and show it; of the same figures it is the same paper."""
    take_over = get_object_or_404(queries.take_overs(request.user), pk=pk)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    kind = str(DocumentKind.TAKE_OVER_STATEMENT)
    made = documents.make(kind=kind, pk=take_over.pk, language=language, by=request.user)
    return redirect("documents:document_file", pk=made.pk)
