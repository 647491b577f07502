"""Lists of users and of sign-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import queries
from roadbook.apps.identity.enums import Access, Permission, Role, SessionEnd
from roadbook.apps.identity.models import SignIn, User
from roadbook.kit import lists
from roadbook.kit.lists.filters import Ground, Operator

from .devices import device, method


@dataclass(frozen=True)
class Held(lists.Choice):
    """Users by a running assignment that the reader may see: its role, its company or its branch."""

    operators = lists.Choice.operators[:2]

    user: Any = field(default=None, kw_only=True)

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:
        _listed, said = super().understand(operator, typed, ground)
        held = queries.assignments_visible_to(self.user).filter(**{f"{self.column}__in": list(typed)})
        found = Q(pk__in=held.values("user_id"))
        return (~found if operator.code == "not" else found), said


def _access(row: User) -> Access:
    return Access.ACTIVE if row.is_active else Access.INACTIVE


@lists.register
class UserTable(lists.Table):
    key = "identity.users"
    title = _("Users")
    permission = Permission.USER_MANAGE
    url_name = "identity:user_list"
    search = ("name", "email")
    default_sort = "name"
    empty_icon = "user-cog"

    def rows(self, user: Any) -> QuerySet[User]:
        return queries.with_factor(queries.users_visible_to(user))

    def columns_for(self, user: Any) -> tuple[lists.Column, ...]:
        where = queries.scope(user, Permission.USER_MANAGE)

        def roles(row: User) -> str:
            """Roles and where; what the reader does not manage stays out."""
            here = [one for one in getattr(row, "running", ()) if where.covers(one.company_id, one.branch_id)]
            return ", ".join(f"{one.get_role_display()} ({one.branch or one.company})" for one in here)

        return (
            lists.Column("name", _("Name"), sort="name", main=True),
            lists.Column("email", _("E-mail"), sort="email", card="meta"),
            lists.Text("roles", _("Roles"), value=roles),
            lists.State("access", _("Access"), value=_access, tones={"active": "ok", "inactive": "outline"}),
            lists.Column("factor", _("Second factor"), value=_factor),
            lists.Moment("last_login", _("Last sign-in"), sort="last_login"),
            lists.Day("created_at", _("Added"), shown=False),
        )

    def filters_for(self, user: Any) -> tuple[lists.Filter, ...]:
        places = list(queries.branches(user, Permission.USER_MANAGE))
        companies = [(str(one.pk), one.name) for one in queries.companies(user, Permission.USER_MANAGE)]
        return (
            Held("role", _("Role"), choices=Role.choices, user=user),
            Held("company", _("Company"), path="company_id", choices=companies, user=user),
            Held(
                "branch",
                _("Branch"),
                path="branch_id",
                choices=[(str(one.pk), f"{one.company.code} · {one}") for one in places],
                user=user,
            ),
            lists.YesNo("active", _("Active"), path="is_active"),
            lists.YesNo("factor", _("Second factor"), path="has_factor"),
            lists.Period("last_login", _("Last sign-in")),
            lists.Period("created_at", _("Added")),
        )

    def row_url(self, row: User) -> str:
        return reverse("identity:user_show", args=[row.pk])


def _factor(row: User) -> str:
    return str(_("yes")) if getattr(row, "has_factor", False) else ""


def _device(row: SignIn) -> str:
    return device(row.agent)


def _method(row: SignIn) -> str:
    return method(row.method)


def _end_word(row: SignIn) -> str:
    return row.get_end_display() if row.end else str(_("running"))


@lists.register
class SignInTable(lists.Table):
    key = "identity.sign_ins"
    title = _("Sign-ins")
    permission = Permission.USER_MANAGE
    url_name = "identity:sign_in_list"
    columns = (
        lists.Moment("at", _("Signed in"), card="value"),
        lists.Column("user__name", _("User"), main=True),
        lists.Column("agent", _("Device"), value=_device, card="meta"),
        lists.Column("ip", _("Address"), css="mono", card="meta"),
        lists.Column("method", _("Way of sign-in"), value=_method),
        lists.Moment("seen_at", _("Last seen")),
        lists.Column("end", _("How it ended"), value=_end_word),
    )
    empty_icon = "log-in"
    empty_title = _("Never signed in")

    def rows(self, user: Any) -> QuerySet[SignIn]:
        return queries.sign_ins_visible_to(user).select_related("user")

    def filters_for(self, user: Any) -> tuple[lists.Filter, ...]:
        people = [(str(one.pk), one.name) for one in queries.users_visible_to(user).order_by("name")]
        return (
            lists.Choice("person", _("User"), path="user_id", choices=people),
            lists.Period("at", _("Signed in")),
            lists.Contains("ip", _("Address")),
            lists.Choice("end", _("How it ended"), choices=SessionEnd.choices),
        )

    def row_url(self, row: SignIn) -> str:
        return reverse("identity:user_show", args=[row.user_id])
