"""Adding and changing branches."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation import rules
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit import audit, text
from roadbook.kit.errors import Conflict, Refused

from .codes import insert

BRANCH_FIELDS = ("name", "city", "address", "postcode", "phone", "email", "manager", "opening_hours")


class BranchRefused(Refused):
    """Something said about the branch cannot be so."""

    code = "branch"


class BranchChangedMeanwhile(Conflict):
    """The branch is not what the editor saw."""


@transaction.atomic
def create_branch(*, company: Company, by: Any, code: str, name: str, **more: str) -> Branch:
    """Add a branch. ``more`` takes the other fields of ``BRANCH_FIELDS``.

    :raises Forbidden: the user may not change this company.
    :raises CodeTaken: another branch of the company has the code.
    """
    rules.require(by, rules.EDIT, company_id=company.pk)
    branch = prepared(company=company, code=code, name=name, **more)
    insert(branch)
    audit.record(
        action="organisation.branch.create",
        subject=branch,
        by=by,
        company_id=company.pk,
        changes=audit.diff({}, {"code": code, "name": name, **more}),
    )
    return branch


def prepared(*, company: Company, code: str, name: str, **more: str) -> Branch:
    """The row of a new branch, with what it is found by."""
    branch = Branch(company=company, code=code, name=name, **more)
    branch.search_text = _found_by(branch)
    return branch


def told_new(branch: Branch) -> dict[str, list[Any]]:
    """What the audit log is told of a new branch: what was said of it."""
    told = {"code": branch.code, **{name: getattr(branch, name) for name in BRANCH_FIELDS}}
    return audit.diff({}, {name: value for name, value in told.items() if value})


@transaction.atomic
def change_branch(*, branch: Branch, by: Any, version: int | None = None, **values: str) -> Branch:
    """Change fields of ``BRANCH_FIELDS``.

    :raises Forbidden: the user may not change this company.
    :raises BranchChangedMeanwhile: somebody changed it since ``version``, where one is given.
    """
    row = _held(branch, by)
    if version is not None and version != row.version:
        raise BranchChangedMeanwhile(_("Somebody changed this branch a moment ago."))
    changes = audit.diff({name: getattr(row, name) for name in BRANCH_FIELDS if name in values}, values)
    if changes:
        for name in changes:
            setattr(row, name, values[name])
        row.search_text = _found_by(row)
        row.version += 1
        row.save()
        _tell(row, changes, by)
    return row


@transaction.atomic
def close_branch(*, branch: Branch, by: Any, on: date | None) -> Branch:
    """Close a branch since a day, or open it again (``on=None``). What belongs to it stays where it is.

    :raises BranchRefused: the day is in the future.
    """
    row = _held(branch, by)
    if on is not None and on > row.company.business_date:
        raise BranchRefused(_("This date is in the future."), field="on")
    if row.closed_on != on:
        changes = {"closed_on": [row.closed_on, on]}
        row.closed_on, row.version = on, row.version + 1
        row.save(update_fields=["closed_on", "version"])
        _tell(row, changes, by)
    return row


def _held(branch: Branch, by: Any) -> Branch:
    rules.require(by, rules.EDIT, company_id=branch.company_id)
    return Branch.objects.select_for_update(of=("self",)).select_related("company").get(pk=branch.pk)


def _found_by(branch: Branch) -> str:
    return text.search_text(branch.code, branch.name, branch.city, branch.address, branch.manager)


def _tell(branch: Branch, changes: dict[str, list[Any]], by: Any) -> None:
    audit.record(
        action="organisation.branch.change", subject=branch, by=by, company_id=branch.company_id, changes=changes
    )
