"""Templates of papers under /document-templates: what there is, writing, publishing, bringing back, looking at one."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status

from roadbook.apps.documents import actions, queries, rules
from roadbook.apps.documents.api import template_schemas as schemas
from roadbook.apps.documents.models import DocumentTemplate, TemplateVersion
from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

from .papers import PDF

router = Router(tags=["documents"])
PathKey = Annotated[Key, Path()]


@router.get(
    "", response={200: Page[schemas.TemplateOut], **RESPONSES}, operation_id="template_list", summary="Own templates"
)
def list_templates(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """The templates that companies wrote; a kind without one is printed from the house's text."""
    found = page(request, queries.templates(request.user), cursor, limit)
    return {**found, "items": [_template(one) for one in found["items"]]}


@router.post(
    "", response={201: schemas.TemplateFileOut, **RESPONSES}, operation_id="template_open", summary="Write an own one"
)
@idempotent
def open_template(request: HttpRequest, payload: schemas.TemplateIn) -> Any:
    """Begin a company's own template of a kind as drafts of the house's text; opened again it is the same one."""
    companies = identity.companies(request.user, Permission.TEMPLATE_EDIT)
    company = get_object_or_404(companies, pk=payload.company_id)
    template = actions.open_template(company=company, kind=payload.kind, by=request.user)
    return Status(201, _file(template))


@router.get(
    "/{template_id}",
    response={200: schemas.TemplateFileOut, **RESPONSES},
    operation_id="template_show",
    summary="One template",
)
def show_template(request: HttpRequest, template_id: PathKey) -> Any:
    """Its languages with what is in force, drafted or stale, and every word that its text may say."""
    return _file(_found(request, template_id))


@router.put(
    "/{template_id}/draft",
    response={200: schemas.VersionOut, **RESPONSES},
    operation_id="template_draft",
    summary="Save a draft",
)
def save_draft(request: HttpRequest, template_id: PathKey, payload: schemas.DraftIn) -> Any:
    """The draft may be wrong: ``faults`` says where. Send the number that one began from as ``base``."""
    template = _found(request, template_id)
    draft = actions.save_draft(template=template, by=request.user, **payload.dict())
    return _version(draft, rules.kind(template.kind))


@router.post(
    "/{template_id}/preview", response=RESPONSES, operation_id="template_preview", summary="Preview", openapi_extra=PDF
)
def preview(request: HttpRequest, template_id: PathKey, payload: schemas.PreviewIn) -> HttpResponse:
    """The PDF that a text gives for a subject that the caller may see; nothing is kept."""
    template = _found(request, template_id)
    if rules.kind(template.kind).find(request.user, payload.subject_id) is None:
        raise Http404
    content = actions.preview(
        source=payload.source, kind=template.kind, pk=payload.subject_id, language=payload.language
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@router.get(
    "/versions/{version_id}",
    response={200: schemas.VersionOut, **RESPONSES},
    operation_id="template_version_show",
    summary="One version",
)
def show_version(request: HttpRequest, version_id: PathKey) -> Any:
    """Its text and what is wrong in it."""
    version = _held(request, version_id)
    return _version(version, rules.kind(version.template.kind))


def _act(name: str) -> Any:
    def act(request: HttpRequest, version_id: PathKey) -> Any:
        version = getattr(actions, name)(version=_held(request, version_id), by=request.user)
        return _version(version, rules.kind(version.template.kind))

    return act


ACTS = {
    "publish": ("Publish a draft", "Papers in this language are made of this text from now on."),
    "restore": ("Bring a version back", "The text of an older version becomes the draft of its language."),
    "withdraw": ("Withdraw a version", "Papers in this language are made of the house's text again."),
}
for _name, (_summary, _said) in ACTS.items():
    router.post(
        f"/versions/{{version_id}}/{_name}",
        response={200: schemas.VersionOut, **RESPONSES},
        operation_id=f"template_version_{_name}",
        summary=_summary,
        description=_said,
    )(idempotent(_act(_name)))


def _found(request: HttpRequest, pk: int) -> DocumentTemplate:
    found: DocumentTemplate = get_object_or_404(queries.templates(request.user), pk=pk)
    return found


def _held(request: HttpRequest, pk: int) -> TemplateVersion:
    return get_object_or_404(queries.versions(request.user), pk=pk)


def _template(one: DocumentTemplate) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("id", "company_id", "kind", "name")}


def _file(one: DocumentTemplate) -> dict[str, Any]:
    kind = rules.kind(one.kind)
    return {
        **_template(one),
        "languages": [
            {
                "language": tongue.code,
                "published_id": tongue.published.pk if tongue.published else None,
                "draft_id": tongue.draft.pk if tongue.draft else None,
                "is_stale": tongue.is_stale,
            }
            for tongue in queries.tongues(one)
        ],
        "tokens": [_token(token) for token in kind.all_tokens],
        "lists": [
            {"name": rows.name, "label": str(rows.label), "tokens": [_token(token) for token in rows.tokens]}
            for rows in kind.lists
        ],
        "facts": {name: str(label) for name, label in kind.facts},
    }


def _token(one: rules.TokenOf) -> dict[str, str]:
    return {"name": one.name, "type": one.type, "label": str(one.label)}


def _version(one: TemplateVersion, kind: rules.Kind) -> dict[str, Any]:
    fields = {name: getattr(one, name) for name in ("id", "template_id", "language", "number", "state", "source")}
    found = queries.faults(one.source, kind)
    told = [{"line": fault.line, "column": fault.column, "text": fault.text, "near": fault.near} for fault in found]
    return {**fields, "published_at": one.published_at, "faults": told}
