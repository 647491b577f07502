"""Lists as data: their rows by the same addresses as the screens, saved views, acts on many rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema, Status

from roadbook.kit.access import permissions_of
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, StrictSchema, Text, idempotent, page
from roadbook.kit.errors import Refused
from roadbook.kit.models import BulkRun, SavedView

from . import bulk, registry, saved
from .asked import Asked, parameters
from .tables import Table

router = Router(tags=["lists"])
PathKey = Annotated[Key, Path()]


class ListOut(Schema):
    """A list that the caller may see: its columns by name, its filters, its acts on many rows."""

    key: str
    title: str
    columns: dict[str, str]
    filters: dict[str, list[str]]
    acts: list[str]


class RowOut(Schema):
    """``values`` by the names of the columns: text, whole numbers, dates; decimals and amounts as text."""

    id: int
    values: dict[str, str | int | None]


class ViewOut(Schema):
    id: int
    name: str
    query: str
    audience: str
    is_default: bool
    owner: str
    is_mine: bool
    version: int


class ViewIn(StrictSchema):
    """``query`` is an address of the list without its question mark, ``audience`` a code from ``/lists/audiences``."""

    name: Text
    query: Text = ""
    audience: Text = ""
    is_default: bool = False


class ViewChange(ViewIn):
    version: int


class AudienceOut(Schema):
    code: str
    label: str


class ActIn(StrictSchema):
    """``query`` finds the rows; ``values`` is what the act asks, as a form would send it."""

    query: Text = ""
    values: dict[str, Text] = {}


class ActPreviewOut(Schema):
    affected: int
    refused: dict[str, int]


class RunOut(Schema):
    id: int
    job_id: int
    state: str
    done: int
    failed: int
    reasons: dict[str, int]


@router.get("", response={200: list[ListOut], **RESPONSES}, operation_id="list_list", summary="Lists")
def list_lists(request: HttpRequest) -> Any:
    """Every list that the caller may see."""
    held = permissions_of(request.user)
    return [_list(one, request) for one in registry.registered() if one.permission and one.permission in held]


@router.get(
    "/audiences",
    response={200: list[AudienceOut], **RESPONSES},
    operation_id="audience_list",
    summary="With whom views may be shared",
)
def list_audiences(request: HttpRequest) -> Any:
    from . import audiences

    return [{"code": one.code, "label": one.label} for one in audiences.offered(request.user)]


@router.get("/{key}/rows", response={200: Page[RowOut], **RESPONSES}, operation_id="row_list", summary="Rows of a list")
def list_rows(
    request: HttpRequest, key: str, query: str = "", cursor: Cursor = "", limit: Limit = 50
) -> dict[str, Any]:
    """The rows that the list shows at an address, newest first; an address that cannot be read answers 422."""
    table = _table(request, key)
    rows = table.rows(request.user)
    asked = _asked(table, rows, query, request)
    found = page(request, asked.narrow(rows), cursor, limit)
    columns = asked.shown_columns
    items = [{"id": row.pk, "values": {one.name: _plain(one.plain(row)) for one in columns}} for row in found["items"]]
    return {**found, "items": items}


@router.get("/{key}/views", response={200: list[ViewOut], **RESPONSES}, operation_id="view_list", summary="Saved views")
def list_views(request: HttpRequest, key: str) -> Any:
    """The caller's own views of a list and those shared with the caller."""
    return [_view(one, request) for one in saved.visible(request.user, _table(request, key).key)]


@router.post(
    "/{key}/views", response={201: ViewOut, **RESPONSES}, operation_id="view_create", summary="Save a view of a list"
)
@idempotent
def create_view(request: HttpRequest, key: str, payload: ViewIn) -> Any:
    view = saved.create(table=_table(request, key), told=_told(payload), by=request.user)
    return Status(201, _view(view, request))


@router.patch(
    "/{key}/views/{pk}", response={200: ViewOut, **RESPONSES}, operation_id="view_change", summary="Change a view"
)
def change_view(request: HttpRequest, key: str, pk: PathKey, payload: ViewChange) -> Any:
    """Rename, share, point elsewhere; ``version`` is the one that the caller saw."""
    table = _table(request, key)
    view = get_object_or_404(saved.visible(request.user, key), pk=pk)
    told = _told(payload)
    return _view(saved.change(view=view, table=table, version=payload.version, told=told, by=request.user), request)


@router.delete(
    "/{key}/views/{pk}", response={204: None, **RESPONSES}, operation_id="view_delete", summary="Delete a view"
)
def delete_view(request: HttpRequest, key: str, pk: PathKey) -> Any:
    view = get_object_or_404(saved.visible(request.user, _table(request, key).key), pk=pk)
    saved.delete(view=view, by=request.user)
    return Status(204, None)


@router.post(
    "/{key}/acts/{code}/preview",
    response={200: ActPreviewOut, **RESPONSES},
    operation_id="act_preview",
    summary="What an act on many rows would do",
)
def preview_act(request: HttpRequest, key: str, code: str, payload: ActIn) -> Any:
    """How many rows it would change and how many it would refuse for which reason; nothing is done."""
    table, action, values = _act(request, key, code, payload)
    rows = table.rows(request.user)
    found = _asked(table, rows, payload.query, request).narrow(rows)
    form = action.form(values, user=request.user)
    told = bulk.preview(action, found, request.user, form.answers() if form.is_valid() else {})
    return {"affected": told.affected, "refused": dict(told.refused)}


@router.post(
    "/{key}/acts/{code}", response={202: RunOut, **RESPONSES}, operation_id="act_run", summary="Act on many rows"
)
@idempotent
def run_act(request: HttpRequest, key: str, code: str, payload: ActIn) -> Any:
    """Start the act on every row that the address finds, as a job."""
    table, action, values = _act(request, key, code, payload)
    form = action.form(values, user=request.user)
    if not form.is_valid():
        name, messages = next(iter(form.errors.items()))
        raise Refused(str(messages[0]), field=f"values.{name}")
    run = bulk.start(table=table, action=action, query=payload.query, values=values, by=request.user)
    return Status(202, _run(run))


@router.get("/{key}/runs/{pk}", response={200: RunOut, **RESPONSES}, operation_id="run_show", summary="An act's report")
def show_run(request: HttpRequest, key: str, pk: PathKey) -> Any:
    """How far the caller's own run is, and what it refused."""
    return _run(get_object_or_404(bulk.runs_of(request.user), pk=pk, table=_table(request, key).key))


def _table(request: HttpRequest, key: str) -> Table:
    """The list, where the caller (with a key: the key) holds its permission."""
    try:
        table = registry.find(key)
    except KeyError:
        raise Http404 from None
    if not table.permission or table.permission not in permissions_of(request.user):
        raise Http404
    return table


def _act(request: HttpRequest, key: str, code: str, payload: ActIn) -> tuple[Table, bulk.BulkAction, QueryDict]:
    table = _table(request, key)
    action = next((one for one in table.bulk_for(request.user) if one.code == code), None)
    if action is None:
        raise Http404
    values = QueryDict(mutable=True)
    values.update(payload.values)
    return table, action, values


def _asked(table: Table, rows: Any, query: str, request: HttpRequest) -> Asked:
    asked = Asked(table, rows, parameters(query), request.user)
    if asked.problems:
        raise Refused(" ".join(asked.problems), field="query")
    return asked


def _list(table: Table, request: HttpRequest) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": str(table.title),
        "columns": {one.name: str(one.label) for one in table.columns_for(request.user)},
        "filters": {one.name: [known.code for known in one.operators] for one in table.filters_for(request.user)},
        "acts": [one.code for one in table.bulk_for(request.user)],
    }


def _view(view: SavedView, request: HttpRequest) -> dict[str, Any]:
    fields = {name: getattr(view, name) for name in ("id", *saved.FIELDS, "version")}
    return {**fields, "owner": str(view.owner), "is_mine": view.owner_id == request.user.pk}


def _told(payload: ViewIn) -> saved.Told:
    return saved.Told(payload.name, payload.query, payload.audience, payload.is_default)


def _run(run: BulkRun) -> dict[str, Any]:
    counts = {"done": run.done, "failed": run.failed, "reasons": run.reasons}
    return {"id": run.pk, "job_id": run.job_id, "state": run.job.state, **counts}


def _plain(value: Any) -> str | int | None:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, int) else str(value)
