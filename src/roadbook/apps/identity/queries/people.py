"""Users, their roles, and the keys of programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.models import ApiKey, Assignment, User
from roadbook.apps.identity.rules import scope


def users_visible_to(user: Any) -> QuerySet[User]:
    """Everybody who works or worked in a company (or branch) whose users the user manages."""
    where = scope(user, Permission.USER_MANAGE)
    theirs = Assignment.objects.filter(Q(company_id__in=where.company_ids) | Q(branch_id__in=where.branch_ids))
    running = Assignment.objects.filter(ended_at__isnull=True).select_related("company", "branch").order_by("pk")
    running_first = Prefetch("assignments", queryset=running, to_attr="running")
    return User.objects.filter(pk__in=theirs.values("user_id")).prefetch_related(running_first)


def assignments_visible_to(user: Any) -> QuerySet[Assignment]:
    """Running assignments in the companies and branches whose users the user manages."""
    where = scope(user, Permission.USER_MANAGE)
    return Assignment.objects.filter(
        Q(company_id__in=where.company_ids) | Q(branch_id__in=where.branch_ids), ended_at__isnull=True
    ).select_related("user", "company", "branch")


def works_elsewhere(person: User, user: Any) -> bool:
    """Does the person hold a running role that the user does not manage?"""
    here = assignments_visible_to(user).filter(user=person).values("pk")
    return person.assignments.filter(ended_at__isnull=True).exclude(pk__in=here).exists()


def roles_of(user: User) -> QuerySet[Assignment]:
    """The user's running assignments, with company and branch."""
    return user.assignments.filter(ended_at__isnull=True).select_related("company", "branch").order_by("pk")


def keys_of(user: Any) -> QuerySet[ApiKey]:
    """The user's own keys, newest first."""
    return ApiKey.objects.filter(user=user).select_related("company").order_by("-pk")


def keys_in_reach(user: Any) -> QuerySet[ApiKey]:
    """The user's own keys; with a key in use, those of its company that can do no more than it can."""
    found = keys_of(user)
    if user.key is None:
        return found
    here = found.filter(company_id=user.key.company_id)
    narrower = [one.pk for one in here if set(one.scopes) <= set(user.key.scopes)]
    return here.filter(pk__in=narrower)
