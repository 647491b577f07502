"""Where scans of identity documents are allowed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from roadbook.apps.documents import actions, queries
from roadbook.apps.documents.api.schemas import PermitIn, PermitOut
from roadbook.kit.api import RESPONSES, idempotent

router = Router(tags=["attachments"])


@router.get(
    "",
    response={200: list[PermitOut], **RESPONSES},
    operation_id="id_scan_permit_list",
    summary="Where scans are allowed",
)
def list_permits(request: HttpRequest) -> Any:
    """Every company and branch where the caller may switch identity scans on and off."""
    return [_out(row) for row in queries.permit_rows(request.user)]


@router.post(
    "",
    response={200: PermitOut, **RESPONSES},
    operation_id="id_scan_permit_set",
    summary="Switch scans of identity documents on or off",
)
@idempotent
def set_permit(request: HttpRequest, payload: PermitIn) -> Any:
    """Allow scans in a company or one branch, or no more. What was scanned stays until its date."""
    row = _row(request, payload)
    act = actions.permit_id_scans if payload.is_on else actions.forbid_id_scans
    act(company=row.company, branch=row.branch, by=request.user)
    return _out(_row(request, payload))


def _row(request: HttpRequest, payload: PermitIn) -> queries.PermitRow:
    asked = (payload.company_id, payload.branch_id)
    for row in queries.permit_rows(request.user):
        if (row.company.pk, row.branch.pk if row.branch else None) == asked:
            return row
    raise Http404


def _out(row: queries.PermitRow) -> dict[str, Any]:
    return {
        "company_id": row.company.pk,
        "branch_id": row.branch.pk if row.branch else None,
        "is_on": row.permit is not None,
        "laws": [basis.law for basis in row.bases],
    }
