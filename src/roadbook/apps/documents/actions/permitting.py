"""Switching scans of identity documents on and off."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents import rules
from roadbook.apps.documents.models import IdScanPermit
from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit import audit, clock
from roadbook.kit.errors import Refused


class NoLegalBasis(Refused):
    """The country of the company gives no right to copy identity documents."""

    code = "legal_basis"


@transaction.atomic
def permit_id_scans(*, company: Company, by: Any, branch: Branch | None = None) -> IdScanPermit:
    """Allow scans of identity documents in the company, or in one branch. Twice changes nothing.

    :raises Forbidden: the user does not change this company.
    :raises NoLegalBasis: no law of its country allows copies.
    """
    identity.require(by, Permission.COMPANY_EDIT, company_id=company.pk)
    if not rules.bases(company.country):
        raise NoLegalBasis(_("No law that we know of allows copies of identity documents in this country."))
    permit, is_new = IdScanPermit.objects.get_or_create(
        company=company, branch=branch, defaults={"given_at": clock.now(), "given_by": by}
    )
    if is_new:
        _record(company, branch, by, is_on=True)
    return permit


@transaction.atomic
def forbid_id_scans(*, company: Company, by: Any, branch: Branch | None = None) -> None:
    """Allow no more scans there. What was scanned stays until its date.

    :raises Forbidden: the user does not change this company.
    """
    identity.require(by, Permission.COMPANY_EDIT, company_id=company.pk)
    count, _rows = IdScanPermit.objects.filter(company=company, branch=branch).delete()
    if count:
        _record(company, branch, by, is_on=False)


def _record(company: Company, branch: Branch | None, by: Any, *, is_on: bool) -> None:
    audit.record(
        action="documents.id_scans.permit" if is_on else "documents.id_scans.forbid",
        subject=branch or company,
        by=by,
        company_id=company.pk,
        changes={"id_scans": [not is_on, is_on]},
    )
