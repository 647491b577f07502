"""Who may see which rows: permissions, the base of every scoped queryset, and what forms offer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from roadbook.apps.identity.enums import Permission, Role
from roadbook.apps.identity.rules import Scope, current_assignments, granted, scope
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit import lookups  # noqa: F401 - the lookup ``among`` is registered by the import
from roadbook.kit.lists.audiences import Audience

__all__ = ["Scope", "scope"]


def permissions(user: Any) -> frozenset[str]:
    """Every permission that the user holds anywhere: for menus and buttons. Acts on a row ask ``rules.require``."""
    return frozenset(str(one) for given in current_assignments(user) for one in granted(given, user))


class ScopedQuerySet(models.QuerySet[Any]):
    """Base of the querysets of rows that belong to a company.

    ``view_permission`` is what one needs to see a row; ``company_path`` and ``branch_path`` lead to its company and
    branch (no branch path: the row belongs to the whole company).
    """

    view_permission: str = ""
    company_path: str = "company_id"
    branch_path: str = ""

    def visible_to(self, user: Any, permission: str | None = None) -> Self:
        """The rows on which the user holds the permission (``view_permission`` by default)."""
        where = scope(user, permission or self.view_permission)
        if not self.branch_path:
            return self.filter(**{f"{self.company_path}__among": where.any_company_ids})
        seen = Q(**{f"{self.company_path}__among": where.company_ids})
        return self.filter(seen | self._in_branches(where.branch_ids) if where.branch_ids else seen)

    def _in_branches(self, ids: Collection[int]) -> Q | Exists:
        """Rows of these branches. What leads there is asked row by row: a join may become the outer loop."""
        to, _, path = self.branch_path.rpartition("__")
        if not to:
            return Q(**{f"{path}__among": ids})
        owner = self.model._meta.get_field(to).related_model
        return Exists(owner._base_manager.filter(pk=OuterRef(f"{to}_id"), **{f"{path}__in": ids}))


def companies(user: Any, permission: str) -> QuerySet[Company]:
    """Companies that the user may pick in a form that needs this permission."""
    return Company.objects.filter(pk__in=scope(user, permission).any_company_ids).order_by("name")


def company_names(user: Any, permission: str) -> dict[int, str]:
    """The names of the companies in which the user holds the permission, by id: what the kit asks for its own rows."""
    return dict(companies(user, permission).values_list("pk", "name"))


def branches(user: Any, permission: str) -> QuerySet[Branch]:
    """Branches that the user may pick in a form that needs this permission."""
    where = scope(user, permission)
    return (
        Branch.objects.filter(Q(company_id__in=where.company_ids) | Q(pk__in=where.branch_ids))
        .select_related("company")
        .order_by("company__name", "name")
    )


def companies_of(user: Any) -> QuerySet[Company]:
    """The companies in which the user holds any permission (with a key: in which the key holds one)."""
    held = {one.company_id for one in current_assignments(user) if granted(one, user)}
    return Company.objects.filter(pk__in=held).order_by("name")


class ViewAudiences:
    """With whom views of lists are shared (``kit.lists.audiences``): a role, a branch, everybody in a company.

    One is in the audience of a branch by an assignment to it, whichever role it gives.
    """

    def mine(self, user: Any) -> list[str]:
        """The nearest first: branches, then roles, then companies. Assignments are read once a request."""
        held = [one for one in current_assignments(user) if granted(one, user)]
        places = [f"branch:{one.branch_id}" for one in held if one.branch_id]
        roles = [f"role:{one.company_id}:{one.role}" for one in held]
        return list(dict.fromkeys([*places, *roles, *(f"company:{one.company_id}" for one in held)]))

    def offered(self, user: Any) -> list[Audience]:
        """What the user may share with. Two statements."""
        where = scope(user, Permission.VIEW_SHARE)
        found = []
        for company in Company.objects.filter(pk__in=where.company_ids).order_by("name"):
            found.append(Audience(f"company:{company.pk}", company.name, company.pk))
            found += [
                Audience(f"role:{company.pk}:{role}", f"{company.code} · {role.label}", company.pk) for role in Role
            ]
        for branch in branches(user, Permission.VIEW_SHARE):
            found.append(Audience(f"branch:{branch.pk}", f"{branch.company.code} · {branch}", branch.company_id))
        return found
