"""Acts on many rows: the preview with what the act asks, and the run with its report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.kit import forms, jobs
from roadbook.kit.access import requires
from roadbook.kit.models import BulkRun

from . import bulk
from .asked import MOST_IDS, Asked, parameters
from .bulk import BulkAction
from .tables import Table
from .web import list_url, table_of


def chosen_query(table: Table, sent: QueryDict, user: Any) -> str:
    """The address of what is ticked: the list's own address where all that match are meant, else with the ids."""
    asked = Asked(table, table.rows(user), parameters(sent.get("in", "")), user)
    if sent.get("all"):
        return asked.query(view="")
    ids = [int(one) for one in sent.getlist("id") if one.isascii() and one.isdigit() and len(one) <= 18]  # noqa: PLR2004 - fits 63 bits
    return asked.query(view="", ids=tuple(dict.fromkeys(ids))[:MOST_IDS]) if ids else ""


@requires()
def bulk_form(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """What will happen to how many rows, and the question whether to do it.

    From the list come ``in`` (its address) with ticked ``id`` or ``all``; they become one address, of the rows meant.
    """
    table = table_of(request, key)
    action = _action(table, request.user, code)
    if "in" in request.GET:
        return _meant(request, table)
    query = request.META["QUERY_STRING"]
    rows = table.rows(request.user)
    asked = Asked(table, rows, parameters(query), request.user)
    form = action.form(request.POST or None, user=request.user)

    def act(_answers: dict[str, Any]) -> str:
        run = bulk.start(table=table, action=action, query=query, values=request.POST, by=request.user)
        return reverse("lists:bulk_run", args=[key, run.pk])

    values = form.answers() if form.is_bound and form.is_valid() else {}
    context = {
        "table": table,
        "action": action,
        "preview": bulk.preview(action, asked.narrow(rows), request.user, values),
        "back": list_url(table, asked.query(ids=())),
    }
    return forms.handle(request, form, act, "kit/lists/bulk_form.html", context)


@requires()
@require_GET
def bulk_run(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """How far it is, and what became of it; htmx asks every two seconds while it runs."""
    run = _run(request, key, pk)
    table = table_of(request, key)
    context = {
        "table": table,
        "run": run,
        "job": run.job,
        "title": next((one.label for one in table.bulk_for(request.user) if one.code == run.action), run.action),
        "reasons": sorted(run.reasons.items(), key=lambda pair: -pair[1]),
        "back": list_url(table),
    }
    part = "kit/lists/bulk_progress.html" if getattr(request, "htmx", False) else "kit/lists/bulk_run.html"
    return render(request, part, context)


@requires()
@require_POST
def bulk_cancel(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Stop after the rows at hand; what is done stays done."""
    run = _run(request, key, pk)
    jobs.cancel(run.job, by=request.user)
    return redirect("lists:bulk_run", key=key, pk=pk)


def _action(table: Table, user: Any, code: str) -> BulkAction:
    found = next((one for one in table.bulk_for(user) if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _meant(request: HttpRequest, table: Table) -> HttpResponse:
    query = chosen_query(table, request.GET, request.user)
    if not query and not request.GET.get("all"):
        messages.error(request, _("Tick some rows first."))
        return HttpResponseRedirect(list_url(table, request.GET.get("in", "")))
    return HttpResponseRedirect(f"{request.path}?{query}")


def _run(request: HttpRequest, key: str, pk: int) -> BulkRun:
    found: BulkRun = get_object_or_404(bulk.runs_of(request.user), pk=pk, table=key)
    return found
