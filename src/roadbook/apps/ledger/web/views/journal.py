"""The journal, and one row of it with what it was booked for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import queries
from roadbook.apps.ledger.web.tables import JournalTable
from roadbook.kit import lists
from roadbook.kit.access import SignedRequest, requires


@requires(Permission.LEDGER_VIEW)
@require_GET
def journal_list(request: SignedRequest) -> HttpResponse:
    return lists.render(request, JournalTable(), template="ledger/journal_list.html")


@requires(Permission.LEDGER_VIEW)
@require_GET
def journal_show(request: SignedRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.journal_file(request.user), pk=pk)
    context = {
        "row": row,
        "undone_by": getattr(row, "reversed_by", None),
        "act": queries.same_act(row),
        "booked_for": queries.accounts_of([row]).get(row.account_id or 0),
    }
    return render(request, "ledger/journal_show.html", context)
