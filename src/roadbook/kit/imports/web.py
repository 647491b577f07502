"""Screens of imports: the list, the upload, and one batch from its file to its report."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from roadbook.kit import access, lists
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused
from roadbook.kit.files.serving import NOTHING_RUNS
from roadbook.kit.forms import handle
from roadbook.kit.models import ImportBatch, ImportRow, ImportState, RowState
from roadbook.kit.reauthentication import reauthenticated

from . import batches, columns, mending, queries, reports, showing
from .forms import ReadingForm, UploadForm
from .registry import find
from .tables import BatchTable, title_of

FILE_STATES = {ImportState.UPLOADED, ImportState.CHECKING}


@requires(queries.PERMISSION)
@require_GET
def batch_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, BatchTable(), template="kit/imports/list.html")


@requires(queries.PERMISSION)
def batch_new(request: HttpRequest) -> HttpResponse:
    """Upload a file; ``?what=`` chooses the importer beforehand."""
    initial = {"importer": request.GET.get("what", "")}
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user, initial=initial)

    def act(answers: dict[str, Any]) -> str:
        file = answers["file"]
        company_id = int(answers["company"]) if answers["company"] else None
        batch = batches.upload(
            importer=answers["importer"], company_id=company_id, file=file, name=file.name, by=request.user
        )
        return _page_of(batch)

    importers = [(one.title, one.text) for one in queries.importers(request.user)]
    return handle(request, form, act, "kit/imports/new.html", {"importers": importers})


@requires(queries.PERMISSION)
@require_GET
def batch_show(request: HttpRequest, pk: int) -> HttpResponse:
    """The step that the batch is at. ``?step=file`` goes back to the columns of a batch that was checked."""
    batch = _batch(request, pk)
    if queries.is_busy(batch):
        return render(request, "kit/imports/busy.html", _context(request, batch, _step(batch)))
    goes_back = batch.state == ImportState.CHECKED and request.GET.get("step") == "file"
    if batch.state in FILE_STATES or goes_back:
        return _file_page(request, batch)
    step = _step(batch)
    context = _context(request, batch, step) | _rows(request, batch)
    return render(request, "kit/imports/rows.html", context)


def _step(batch: ImportBatch) -> str:
    return "file" if batch.state in FILE_STATES else "preview" if batch.state == ImportState.CHECKED else "report"


def _context(request: HttpRequest, batch: ImportBatch, step: str) -> dict[str, Any]:
    names = access.companies(request.user, queries.PERMISSION)
    return {
        "batch": batch,
        "job": batch.job,
        "what": title_of(batch),
        "company": names.get(batch.company_id or 0, ""),
        "steps": showing.steps(batch, step),
        "importer": find(batch.importer),
    }


def _file_page(request: HttpRequest, batch: ImportBatch, *, error: str = "", status: int = 200) -> HttpResponse:
    problem = error
    try:
        rows = batches.sample(batch)
    except Refused as refusal:
        rows, problem = [], problem or str(refusal)
    context = _context(request, batch, "file") | {
        "reading": ReadingForm(batch=batch),
        "columns": showing.examples(batch, rows),
        "fields": find(batch.importer).fields,
        "is_remembered": batch.state == ImportState.UPLOADED and columns.is_remembered(batch, request.user),
        "error": problem,
    }
    return render(request, "kit/imports/file.html", context, status=status)


def _rows(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    asked = request.GET
    state = asked.get("state", "") if asked.get("state") in RowState.values else ""
    field = asked.get("field", "")[:60]
    after = int(asked["after"]) if asked.get("after", "").isascii() and asked.get("after", "").isdigit() else 0
    found, more = showing.page(batch, state=state, field=field, after=min(after, 2**31 - 1))
    counts = [(one, one.label, batch.counts.get(one.value, 0), *showing.TONES[one]) for one in RowState]
    return {
        "rows": found,
        "more": more,
        "state": state,
        "field": field,
        "counts": [one for one in counts if one[2]],
        "total": sum(batch.counts.values()),
        "faulty": showing.faulty_fields(batch) if batch.counts.get("error") and not batch.erased_at else [],
        "columns": showing.fields_of(batch),
        "waiting": _waiting(batch),
        "may_mend": batch.state in mending.MENDABLE and not batch.erased_at,
    }


def _waiting(batch: ImportBatch) -> int:
    more = batch.counts.get("conflict", 0) if batch.takes_changes else 0
    return int(batch.counts.get("new", 0) + more)


@requires(queries.PERMISSION)
@require_GET
def batch_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The moving part, asked for every two seconds; when the job has ended the page is loaded anew."""
    batch = _batch(request, pk)
    response = render(request, "kit/imports/_progress.html", {"batch": batch, "job": batch.job})
    if not queries.is_busy(batch):
        response["HX-Refresh"] = "true"
    return response


@requires(queries.PERMISSION)
@require_GET
def batch_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """More rows of the preview, for htmx; by itself it leads to the page."""
    batch = _batch(request, pk)
    if not getattr(request, "htmx", False):
        return redirect(f"{_page_of(batch)}?{request.GET.urlencode()}")
    return render(request, "kit/imports/_rows.html", {"batch": batch, **_rows(request, batch)})


@requires(queries.PERMISSION)
@require_POST
def batch_reread(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    form = ReadingForm(request.POST, batch=batch)
    if not form.is_valid():
        return _file_page(request, batch, error=" ".join(str(one[0]) for one in form.errors.values()), status=422)
    try:
        batches.reread(batch=batch, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return _file_page(request, batch, error=str(refusal), status=refusal.status)
    return redirect(_page_of(batch))


@requires(queries.PERMISSION)
@require_POST
def batch_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over which column is which field, and have the rows checked."""
    batch = _batch(request, pk)
    mapping = {str(place): request.POST.get(f"column_{place}", "") for place in range(len(batch.headers))}
    takes = "takes_changes" in request.POST
    try:
        batches.map_columns(batch=batch, mapping=mapping, takes_changes=takes, by=request.user)
    except Refused as refusal:
        batch.mapping = {place: name for place, name in mapping.items() if name}
        return _file_page(request, batch, error=str(refusal), status=refusal.status)
    return redirect(_page_of(batch))


@requires(queries.PERMISSION)
@require_POST
def batch_run(request: HttpRequest, pk: int) -> HttpResponse:
    return _go_on(request, pk, batches.run)


@requires(queries.PERMISSION)
@reauthenticated
@require_POST
def batch_undo(request: HttpRequest, pk: int) -> HttpResponse:
    return _go_on(request, pk, batches.undo)


@requires(queries.PERMISSION)
@require_POST
def batch_discard(request: HttpRequest, pk: int) -> HttpResponse:
    return _go_on(request, pk, batches.discard)


def _go_on(request: HttpRequest, pk: int, act: Any) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        act(batch=batch, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_page_of(batch))


@requires(queries.PERMISSION)
@require_GET
def batch_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that could not be imported as CSV: line, field, reason."""
    batch = _batch(request, pk)
    response = StreamingHttpResponse(
        reports.errors(batch, get_language() or "en"), content_type="text/csv; charset=utf-8"
    )
    name = f"{batch.file_name.rsplit('.', 1)[0]}-errors.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", response)


@requires(queries.PERMISSION)
def row_edit(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """One row with its cells to change; sent, it is judged anew. Within the table by htmx, else a page of its own."""
    batch = _batch(request, pk)
    found = get_object_or_404(ImportRow, pk=row, batch=batch)
    context: dict[str, Any] = {"batch": batch, "row": showing.one(batch, found)}
    is_part = getattr(request, "htmx", False)
    if request.method != "POST":
        is_back = "cancel" in request.GET
        part = "kit/imports/_row.html" if is_back else "kit/imports/_row_edit.html"
        return render(request, part if is_part else "kit/imports/row_edit.html", context)
    values = {
        name.removeprefix("cell_"): str(value) for name, value in request.POST.items() if name.startswith("cell_")
    }
    old = {cell.field: cell.value for cell in context["row"].cells}
    changed = {name: value for name, value in values.items() if old.get(name) != value.strip()}
    try:
        found = mending.mend(batch=batch, row=found, values=changed, by=request.user)
    except Refused as refusal:
        context["error"] = str(refusal)
        part = "kit/imports/_row_edit.html" if is_part else "kit/imports/row_edit.html"
        return render(request, part, context, status=refusal.status)
    if not is_part:
        return redirect(_page_of(batch))
    context["row"] = showing.one(batch, found)
    return render(request, "kit/imports/_row.html", context)


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


def _page_of(batch: ImportBatch) -> str:
    return reverse("imports:batch_show", args=[batch.pk])
