"""Screens of exports: asking for a list as a file, one's own files, fetching them."""

from __future__ import annotations

from typing import Any, cast

from django import forms as django_forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.kit import lists
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused
from roadbook.kit.files.serving import NOTHING_RUNS
from roadbook.kit.forms import ChoiceField, Form, handle
from roadbook.kit.forms.handling import go
from roadbook.kit.lists.asked import MOST_IDS, Asked, parameters
from roadbook.kit.models import ExportFormat

from . import asking, fetching

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
SHOWN, ALL = "shown", "all"


class ExportForm(Form):
    """As what kind of file, and which columns."""

    format = ChoiceField(
        label=_("Kind of file"), choices=ExportFormat.choices, widget=django_forms.RadioSelect, initial="xlsx"
    )
    columns = ChoiceField(
        label=_("Columns"),
        choices=[(SHOWN, _("As shown")), (ALL, _("All columns"))],
        widget=django_forms.RadioSelect,
        initial=SHOWN,
    )


@requires(asking.PERMISSION)
def export_new(request: HttpRequest) -> HttpResponse:
    """Ask for a list (``table`` and its address ``in``, narrowed to ticked ``id`` unless ``all``) as a file."""
    sent = request.POST if request.method == "POST" else request.GET
    table = _table(sent.get("table", ""))
    rows = table.rows(request.user)
    asked = Asked(table, rows, parameters(sent.get("in", "")), request.user)
    ids = [int(one) for one in sent.getlist("id")[:MOST_IDS] if one.isascii() and one.isdigit() and len(one) <= 18]  # noqa: PLR2004 - fits 63 bits
    query = asked.query(view="", ids=tuple(dict.fromkeys(ids))) if ids and not sent.get("all") else asked.query(view="")
    form = ExportForm(request.POST or None)

    def act(answers: dict[str, Any]) -> str:
        asking.request(
            table=table.key,
            query=query,
            format=answers["format"],
            has_all_columns=answers["columns"] == ALL,
            by=request.user,
        )
        return reverse("exports:export_list")

    return handle(request, form, act, "kit/exports/new.html", {"table": table, "query": query, "asked": asked})


def _table(key: str) -> lists.Table:
    try:
        return lists.find(key)
    except KeyError:
        raise Http404 from None


@requires(asking.PERMISSION)
@require_GET
def export_list(request: HttpRequest) -> HttpResponse:
    """The user's own files; the part with the rows is asked for again while one is being written."""
    found = list(fetching.mine(request.user).order_by("-pk")[:50])
    context = {"exports": found, "is_moving": any(one.job and not one.job.finished_at for one in found)}
    is_part = getattr(request, "htmx", False)
    return render(request, "kit/exports/_rows.html" if is_part else "kit/exports/list.html", context)


@requires(asking.PERMISSION)
@require_GET
def export_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself; gone answers 410."""
    export = get_object_or_404(fetching.mine(request.user), pk=pk)
    try:
        file = fetching.open_file(export=export, by=request.user)
    except Refused as refusal:
        return render(request, "kit/exports/gone.html", {"reason": str(refusal)}, status=refusal.status)
    return cast("HttpResponse", served(file, export))


def served(file: Any, export: Any) -> FileResponse:
    """The bytes as a download that no browser runs."""
    response = FileResponse(file, content_type=TYPES[export.format])
    response["Content-Length"] = export.size
    response["Content-Disposition"] = content_disposition_header(True, export.file_name) or "attachment"
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@requires(asking.PERMISSION)
@require_POST
def export_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    export = get_object_or_404(fetching.mine(request.user), pk=pk)
    asking.cancel(export=export, by=request.user)
    return go(request, reverse("exports:export_list"))
