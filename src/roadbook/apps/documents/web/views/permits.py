"""Where scans of identity documents are allowed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.documents import actions, queries
from roadbook.apps.identity.enums import Permission
from roadbook.kit.access import requires


@requires(Permission.COMPANY_EDIT)
@require_GET
def id_scans(request: HttpRequest) -> HttpResponse:
    """The switch of every company and branch, with the law of its country."""
    return render(request, "documents/id_scans.html", {"rows": queries.permit_rows(request.user)})


@requires(Permission.COMPANY_EDIT)
@require_POST
def id_scans_set(request: HttpRequest) -> HttpResponse:
    """Switch one of them."""
    asked = (request.POST.get("company", ""), request.POST.get("branch", ""))
    for row in queries.permit_rows(request.user):
        if asked == (str(row.company.pk), str(row.branch.pk) if row.branch else ""):
            act = actions.permit_id_scans if request.POST.get("on") == "1" else actions.forbid_id_scans
            act(company=row.company, branch=row.branch, by=request.user)
            return redirect("documents:id_scans")
    raise Http404
