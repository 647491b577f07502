"""Adding and changing branches."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from roadbook.apps.organisation import rules
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit import audit

from .codes import insert

BRANCH_FIELDS = ("name", "city", "address", "phone")


@transaction.atomic
def create_branch(*, company: Company, by: Any, code: str, name: str, **more: str) -> Branch:
    """Add a branch. ``more`` takes the other fields of ``BRANCH_FIELDS``.

    :raises Forbidden: the user may not change this company.
    :raises CodeTaken: another branch of the company has the code.
    """
    rules.require(by, rules.EDIT, company_id=company.pk)
    branch = Branch(company=company, code=code, name=name, **more)
    insert(branch)
    audit.record(
        action="organisation.branch.create",
        subject=branch,
        by=by,
        company_id=company.pk,
        changes=audit.diff({}, {"code": code, "name": name, **more}),
    )
    return branch


@transaction.atomic
def change_branch(*, branch: Branch, by: Any, **values: str) -> Branch:
    """Change fields of ``BRANCH_FIELDS``.

    :raises Forbidden: the user may not change this company.
    """
    rules.require(by, rules.EDIT, company_id=branch.company_id)
    branch = Branch.objects.select_for_update().get(pk=branch.pk)
    changes = audit.diff({name: getattr(branch, name) for name in BRANCH_FIELDS if name in values}, values)
    if changes:
        Branch.objects.filter(pk=branch.pk).update(**values)
        branch.refresh_from_db()
        audit.record(
            action="organisation.branch.change", subject=branch, by=by, company_id=branch.company_id, changes=changes
        )
    return branch
