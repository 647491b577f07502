"""Papers of a contract, made on its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadbook.apps.documents import actions as documents
from roadbook.apps.leasing import actions, queries
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused

WHOLE_SET = "set"


@requires("document.make")
@require_POST
def contract_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one paper, or the set of a new contract, in a language as PDF or DOCX. One paper is shown at once."""
    contract = get_object_or_404(queries.contract_file(request.user), pk=pk)
    kind, language = request.POST.get("kind", WHOLE_SET), request.POST.get("language", contract.company.language)
    form = request.POST.get("form", "pdf")
    if kind not in {WHOLE_SET, *queries.KINDS}:
        raise Http404
    try:
        if kind == WHOLE_SET:
            made = actions.make_set(contract=contract, language=language, form=form, by=request.user)
        else:
            made = [documents.make(kind=kind, pk=contract.pk, language=language, form=form, by=request.user)]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Documents made: %(count)d.") % {"count": len(made)})
        if kind != WHOLE_SET:
            return redirect("documents:document_file", pk=made[0].pk)
    return redirect("leasing:contract_documents", pk=pk)
