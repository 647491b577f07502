"""Writes to assignments: giving a role, copying a colleague's, ending one now or with a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules
from roadbook.apps.identity.enums import Permission, Role
from roadbook.apps.identity.models import Assignment, User
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit import audit, clock
from roadbook.kit.errors import Forbidden, Refused


class UserRefused(Refused):
    """The user cannot be added or changed so."""

    code = "user"


@transaction.atomic
def assign(*, user: User, role: str, company: Company, by: Any, branch: Branch | None = None) -> Assignment:
    """Give a role in a company, or in one branch of it. Given twice, it is the same assignment.

    :raises Forbidden: ``by`` does not manage users there.
    :raises UserRefused: the branch is of another company.
    """
    require_management(by, company, branch)
    return give(user=user, role=role, company=company, branch=branch, by=by)


def require_management(by: Any, company: Company, branch: Branch | None) -> None:
    """Pass who manages users there.

    :raises Forbidden: everybody else.
    :raises UserRefused: the branch is of another company.
    """
    if branch is not None and branch.company_id != company.pk:
        raise UserRefused(_("This branch is of another company."), field="branch")
    where = rules.scope(by, Permission.USER_MANAGE)
    if by is None or company.pk in where.company_ids or (branch is not None and branch.pk in where.branch_ids):
        return
    raise Forbidden(_("You do not manage users there."))


def give(*, user: User, role: str, company: Company, branch: Branch | None, by: Any) -> Assignment:
    """Write the assignment, unless it runs already."""
    assignment, is_new = Assignment.objects.get_or_create(
        user=user, role=Role(role), company=company, branch=branch, ended_at=None
    )
    if is_new:
        touch(user)
        changes = {"role": [None, role], "branch": [None, branch.code if branch else None]}
        audit.record(action="identity.user.assign", subject=user, by=by, company_id=company.pk, changes=changes)
    return assignment


def touch(user: User) -> None:
    """After a change of what the user may do: read it anew; every session gets a new id at its next request."""
    User.objects.filter(pk=user.pk).update(access_epoch=F("access_epoch") + 1)
    user.refresh_from_db(fields=["access_epoch"])
    rules.forget_assignments(user)


@transaction.atomic
def copy_roles(*, user: User, colleague: User, by: Any) -> list[Assignment]:
    """Give the user every running role of a colleague, where ``by`` manages users; what lies elsewhere is left out.

    :raises UserRefused: there is nothing to copy from there.
    """
    found = [one for one in rules.current_assignments(colleague) if _manages(by, one)]
    if not found:
        raise UserRefused(_("This colleague holds no role that you may give."), field="colleague")
    return [give(user=user, role=one.role, company=one.company, branch=one.branch, by=by) for one in found]


def _manages(by: Any, one: Assignment) -> bool:
    where = rules.scope(by, Permission.USER_MANAGE)
    return by is None or one.company_id in where.company_ids or one.branch_id in where.branch_ids


@transaction.atomic
def end_assignment(*, assignment: Assignment, by: Any, last_day: date | None = None) -> None:
    """Take the role away: now, or after ``last_day``. Ending it twice changes nothing.

    :raises Forbidden: ``by`` does not manage users there.
    :raises UserRefused: it is the administrator role of ``by``, who would lock the door behind them; or the last day
        is past.
    """
    require_management(by, assignment.company, assignment.branch)
    if by is not None and assignment.user_id == by.pk and assignment.role == Role.ADMINISTRATOR:
        raise UserRefused(_("Another administrator must take this role away from you."))
    if last_day is not None:
        _limit(assignment, last_day, by)
    elif Assignment.objects.filter(pk=assignment.pk, ended_at__isnull=True).update(ended_at=clock.now()):
        _ended(assignment, by)


def _limit(assignment: Assignment, last_day: date, by: Any) -> None:
    if last_day < clock.today():
        raise UserRefused(_("The last day is past."), field="last_day")
    old = assignment.last_day
    if old == last_day or not Assignment.objects.filter(pk=assignment.pk, ended_at=None).update(last_day=last_day):
        return
    assignment.last_day = last_day
    touch(assignment.user)
    audit.record(
        action="identity.user.limit",
        subject=assignment.user,
        by=by,
        company_id=assignment.company_id,
        changes={"role": [assignment.role, assignment.role], "last_day": [old, last_day]},
    )


def _ended(assignment: Assignment, by: Any) -> None:
    touch(assignment.user)
    audit.record(
        action="identity.user.unassign",
        subject=assignment.user,
        by=by,
        company_id=assignment.company_id,
        changes={"role": [assignment.role, None]},
    )


def end_due(company_id: int, on: date, _low: int, _high: int) -> int:
    """Close of day: end the roles whose last day has come. They have not counted since that day was over."""
    due = Assignment.objects.filter(company_id=company_id, ended_at__isnull=True, last_day__lte=on)
    due = due.filter(last_day__lt=clock.today())
    ended = 0
    for one in due.select_related("user").order_by("pk"):
        if Assignment.objects.filter(pk=one.pk, ended_at__isnull=True).update(ended_at=clock.now()):
            _ended(one, None)
            ended += 1
    return ended
