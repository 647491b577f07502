"""The catalogue of makes, models and trims under /api/v1/catalogue."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Status

from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import actions, queries
from roadbook.apps.vehicles.api.schemas import (
    CatalogueMergeIn,
    MakeOut,
    ModelIn,
    ModelOut,
    NameIn,
    RetireIn,
    TrimChangeIn,
    TrimIn,
    TrimOut,
)
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

from .vehicles import need

router = Router(tags=["catalogue"])


@router.get("/makes", response={200: Page[MakeOut], **RESPONSES}, operation_id="make_list", summary="Makes")
def list_makes(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """The makes of the catalogue, by name."""
    need(request, Permission.VEHICLE_VIEW)
    return page(request, queries.makes(), cursor, limit, order="name")


@router.get("/models", response={200: Page[ModelOut], **RESPONSES}, operation_id="model_list", summary="Models")
def list_models(
    request: HttpRequest, make_id: Key | None = None, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, Any]:
    """The models of the catalogue, of one make or of all, by name."""
    need(request, Permission.VEHICLE_VIEW)
    found = queries.models()
    return page(request, found.filter(make=make_id) if make_id else found, cursor, limit, order="name")


@router.get("/trims", response={200: Page[TrimOut], **RESPONSES}, operation_id="trim_list", summary="Trims")
def list_trims(
    request: HttpRequest, model_id: Key | None = None, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, Any]:
    """The trims of the catalogue, of one model or of all, by name."""
    need(request, Permission.VEHICLE_VIEW)
    found = queries.trims()
    return page(request, found.filter(model=model_id) if model_id else found, cursor, limit, order="name")


@router.post("/makes", response={201: MakeOut, **RESPONSES}, operation_id="make_create", summary="Add a make")
@idempotent
def create_make(request: HttpRequest, payload: NameIn) -> Any:
    """Add a make."""
    need(request, Permission.CATALOGUE_EDIT)
    return Status(201, actions.create_make(by=request.user, name=payload.name))


@router.post("/models", response={201: ModelOut, **RESPONSES}, operation_id="model_create", summary="Add a model")
@idempotent
def create_model(request: HttpRequest, payload: ModelIn) -> Any:
    """Add a model to a make."""
    need(request, Permission.CATALOGUE_EDIT)
    make: Any = _entry("make", payload.make_id)
    return Status(201, actions.create_model(by=request.user, make=make, name=payload.name))


@router.post("/trims", response={201: TrimOut, **RESPONSES}, operation_id="trim_create", summary="Add a trim")
@idempotent
def create_trim(request: HttpRequest, payload: TrimIn) -> Any:
    """Add a trim to a model, with its technical data."""
    need(request, Permission.CATALOGUE_EDIT)
    told = payload.dict(exclude_unset=True)
    model: Any = _entry("model", told.pop("model_id"))
    return Status(201, actions.create_trim(by=request.user, model=model, **told))


@router.patch(
    "/trims/{trim_id}", response={200: TrimOut, **RESPONSES}, operation_id="trim_change", summary="Change a trim"
)
def change_trim(request: HttpRequest, trim_id: Key, payload: TrimChangeIn) -> Any:
    """Change what is sent; vehicles keep what they took over before."""
    need(request, Permission.CATALOGUE_EDIT)
    sent = payload.dict(exclude_unset=True)
    told = {name: value for name, value in sent.items() if name != "name" or value is not None}
    trim: Any = _entry("trim", trim_id)
    return actions.change_trim(by=request.user, trim=trim, **told)


@router.post(
    "/{noun}/{entry_id}/rename", response={200: MakeOut, **RESPONSES}, operation_id="entry_rename", summary="Rename"
)
@idempotent
def rename_entry(request: HttpRequest, noun: str, entry_id: Key, payload: NameIn) -> Any:
    """Write a make, model or trim otherwise (``noun``: make, model, trim)."""
    need(request, Permission.CATALOGUE_EDIT)
    return Status(200, actions.rename(by=request.user, entry=_entry(noun, entry_id), name=payload.name))


@router.post(
    "/{noun}/{entry_id}/merge", response={200: MakeOut, **RESPONSES}, operation_id="entry_merge", summary="Merge"
)
@idempotent
def merge_entries(request: HttpRequest, noun: str, entry_id: Key, payload: CatalogueMergeIn) -> Any:
    """Hang everything of a double on this entry; the double's name means this one from now on."""
    need(request, Permission.CATALOGUE_EDIT)
    kept, double = _entry(noun, entry_id), _entry(noun, payload.double_id)
    return Status(200, actions.merge(by=request.user, kept=kept, double=double))


@router.post(
    "/{noun}/{entry_id}/retire", response={200: MakeOut, **RESPONSES}, operation_id="entry_retire", summary="Retire"
)
@idempotent
def retire_entry(request: HttpRequest, noun: str, entry_id: Key, payload: RetireIn) -> Any:
    """Stop offering an entry for new vehicles, or offer it again."""
    need(request, Permission.CATALOGUE_EDIT)
    entry = _entry(noun, entry_id)
    actions.retire(by=request.user, entry=entry, is_retired=payload.is_retired)
    return Status(200, _entry(noun, entry_id))


def _entry(noun: str, pk: int) -> Any:
    if noun not in queries.KINDS:
        raise Http404
    try:
        return queries.entry(noun, pk)
    except LookupError:
        raise Http404 from None
