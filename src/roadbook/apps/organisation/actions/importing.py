"""What an import made, taken back: branches and companies on which nothing stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from roadbook.apps.organisation import rules
from roadbook.apps.organisation.models import BankAccount, Branch, Company
from roadbook.kit import audit

PARTS = ("organisation.BankAccount", "organisation.NumberSeries")
"""What belongs to a company and goes with it."""


@transaction.atomic
def remove(*, branch_ids: Sequence[int], company_ids: Sequence[int], by: Any) -> None:
    """Take branches and companies away that an import put there. The database refuses where something points at one.

    :raises Forbidden: the user may not change such a company.
    """
    for branch in Branch.objects.filter(pk__in=branch_ids).order_by("pk"):
        rules.require(by, rules.EDIT, company_id=branch.company_id)
        _tell(branch, branch.company_id, by)
        branch.delete()
    for company in Company.objects.filter(pk__in=company_ids).order_by("pk"):
        rules.require(by, rules.EDIT, company_id=company.pk)
        _tell(company, company.pk, by)
        BankAccount.objects.filter(company=company).delete()
        company.series.all().delete()
        company.delete()


def _tell(row: Branch | Company, company_id: int, by: Any) -> None:
    changes = {"code": [row.code, None], "name": [row.name, None]}
    audit.record(action=f"{row._meta.label_lower}.remove", subject=row, by=by, company_id=company_id, changes=changes)
