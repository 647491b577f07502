"""The audit log: entries, their personal values for a reason, and the seals."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from roadbook.apps.backoffice import actions, queries
from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.kit import audit_words
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page
from roadbook.kit.models import AuditEntry

from .filters import AuditFilter
from .schemas import AuditOut, AuditReasonIn, ChangeOut, SealOut, VerifyIn

router = Router(tags=["management"])
OWN = ("at", "ip", "request_id", "company_id", "action", "subject", "changes")


@router.get("", response={200: Page[AuditOut], **RESPONSES}, operation_id="audit_list", summary="Audit log")
def list_audit(
    request: HttpRequest, filters: Query[AuditFilter], cursor: Cursor = "", limit: Limit = 50
) -> dict[str, Any]:
    """Who did what to which row, newest first."""
    _need(request)
    found = page(request, filters.narrow(queries.audit_visible_to(request.user)), cursor, limit)
    return {**found, "items": [_out(one) for one in found["items"]]}


@router.get("/seals", response={200: SealOut, **RESPONSES}, operation_id="audit_seals", summary="Seals of the log")
def show_seals(request: HttpRequest) -> dict[str, Any]:
    """How far the log is sealed, and the last verdict on the chain."""
    _need(request)
    seal = queries.seal()
    newest = seal.newest
    return {
        "blocks": seal.blocks,
        "sealed_to": newest.last_id if newest else None,
        "sealed_at": newest.sealed_at if newest else None,
        "sha256": newest.sha256 if newest else "",
        "unsealed": seal.unsealed,
        "verified_at": seal.verified_at,
        "broken": seal.broken,
        "problems": seal.problems,
    }


@router.post(
    "/verify", response={202: dict[str, Key], **RESPONSES}, operation_id="audit_verify", summary="Verify the log"
)
@idempotent
def verify_audit(request: HttpRequest, payload: VerifyIn) -> Any:
    """Start sealing and walking the chain as a job; answers the job's id."""
    _need(request)
    companies = queries.days_visible_to(request.user, Permission.AUDIT_VIEW)
    company = get_object_or_404(companies, pk=payload.company_id)
    return Status(202, {"job_id": actions.start_verifying_audit(company=company, by=request.user).pk})


@router.get("/{entry_id}", response={200: AuditOut, **RESPONSES}, operation_id="audit_show", summary="One act")
def show_audit(request: HttpRequest, entry_id: Key) -> dict[str, Any]:
    """One entry of the log."""
    return _out(_entry(request, entry_id))


@router.post(
    "/{entry_id}/personal",
    response={200: list[ChangeOut], **RESPONSES},
    operation_id="audit_personal",
    summary="Personal values of an act",
)
def show_personal(request: HttpRequest, entry_id: Key, payload: AuditReasonIn) -> Any:
    """The personal values, for a reason that is written into the log. Not kept for repetition."""
    return actions.show_personal(entry=_entry(request, entry_id), by=request.user, reason=payload.reason)


def _need(request: HttpRequest) -> None:
    if not identity.scope(request.user, Permission.AUDIT_VIEW).company_ids:
        raise PermissionDenied(Permission.AUDIT_VIEW)


def _entry(request: HttpRequest, pk: int) -> AuditEntry:
    _need(request)
    return get_object_or_404(queries.audit_visible_to(request.user), pk=pk)


def _out(one: AuditEntry) -> dict[str, Any]:
    own = {name: getattr(one, name) for name in OWN}
    words = audit_words.action(one.action)
    told = {"user_id": one.actor_id, "user": one.actor_name, "words": words, "has_personal": bool(one.values_sha256)}
    return {**own, "id": one.pk, **told}
