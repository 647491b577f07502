"""Where scans of identity documents are allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from roadbook.apps.documents import rules
from roadbook.apps.documents.models import IdScanPermit
from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Branch, Company


@dataclass(frozen=True)
class PermitRow:
    """A company (``branch`` is None) or a branch with its switch and the laws of its country."""

    company: Company
    branch: Branch | None
    permit: IdScanPermit | None
    bases: tuple[rules.Basis, ...]


def permit_rows(user: Any) -> list[PermitRow]:
    """Companies and their branches where the user may switch identity scans on and off. Three queries."""
    companies = list(identity.companies(user, Permission.COMPANY_EDIT))
    branches = list(Branch.objects.filter(company__in=companies).select_related("company").order_by("name"))
    found = IdScanPermit.objects.filter(company__in=companies).select_related("given_by")
    given = {(one.company_id, one.branch_id): one for one in found}
    rows = []
    for company in companies:
        bases = rules.bases(company.country)
        rows.append(PermitRow(company, None, given.get((company.pk, None)), bases))
        rows += [
            PermitRow(company, branch, given.get((company.pk, branch.pk)), bases)
            for branch in branches
            if branch.company_id == company.pk
        ]
    return rows
