"""Screens of the audit log: the list, one entry, its personal values, and the seals."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.backoffice import actions, queries
from roadbook.apps.identity.enums import Permission
from roadbook.kit import lists
from roadbook.kit.access import requires
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.models import AuditEntry

from .audit_tables import AuditTable, BlockTable


@requires(Permission.AUDIT_VIEW)
@require_GET
def audit_list(request: HttpRequest) -> HttpResponse:
    context = {"seal": queries.seal()}
    return lists.render(request, AuditTable(), template="backoffice/audit_list.html", context=context)


@requires(Permission.AUDIT_VIEW)
@require_GET
def audit_show(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _entry(request, pk), {})


@requires(Permission.AUDIT_VIEW)
@require_POST
def audit_personal(request: HttpRequest, pk: int) -> HttpResponse:
    """The personal values of an entry, for a reason that goes into the log."""
    entry = _entry(request, pk)
    try:
        shown = actions.show_personal(entry=entry, by=request.user, reason=request.POST.get("reason", ""))
    except Forbidden as error:
        raise PermissionDenied(str(error)) from error
    except Refused as error:
        return _page(request, entry, {"refusal": str(error)}, status=422)
    return _page(request, entry, {"shown": shown})


def _entry(request: HttpRequest, pk: int) -> AuditEntry:
    return get_object_or_404(queries.audit_visible_to(request.user).select_related("personal"), pk=pk)


def _page(request: HttpRequest, entry: AuditEntry, more: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {
        "told": queries.audit_told(entry),
        "may_reveal": queries.may_reveal(request.user, entry),
        "actor": queries.actor_of(request.user, entry),
        **more,
    }
    template = "backoffice/_audit_personal.html" if getattr(request, "htmx", False) else "backoffice/audit_entry.html"
    return render(request, template, context, status=status)


@requires(Permission.AUDIT_VIEW)
@require_GET
def audit_seals(request: HttpRequest) -> HttpResponse:
    context = {"seal": queries.seal()}
    return lists.render(request, BlockTable(), template="backoffice/audit_seals.html", context=context)


@requires(Permission.AUDIT_VIEW)
@require_POST
def audit_verify(request: HttpRequest) -> HttpResponse:
    company = queries.days_visible_to(request.user, Permission.AUDIT_VIEW).first()
    if company is None:
        raise PermissionDenied(Permission.AUDIT_VIEW)
    job = actions.start_verifying_audit(company=company, by=request.user)
    return redirect("backoffice:job_show", pk=job.pk)
