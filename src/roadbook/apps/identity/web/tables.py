"""The list of users."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Access
from roadbook.apps.identity.models import User
from roadbook.kit import lists


def _roles(row: User) -> str:
    """Roles and where, of a row of ``queries.users_visible_to``."""
    given = getattr(row, "running", ())
    return ", ".join(f"{one.get_role_display()} ({one.branch or one.company})" for one in given)


def _access(row: User) -> Access:
    return Access.ACTIVE if row.is_active else Access.INACTIVE


class UserTable(lists.Table):
    columns = (
        lists.Column("name", _("Name"), sort="name", main=True),
        lists.Column("email", _("E-mail"), sort="email", card="meta"),
        lists.Text("roles", _("Roles"), value=_roles),
        lists.State("access", _("Access"), value=_access, tones={"active": "ok", "inactive": "outline"}),
        lists.Moment("last_login", _("Last sign-in")),
    )
    filters = (
        lists.Choice(
            "is_active", _("Access"), choices=[("True", Access.ACTIVE.label), ("False", Access.INACTIVE.label)]
        ),
    )
    search = ("name", "email")
    default_sort = "name"

    def row_url(self, row: User) -> str:
        return reverse("identity:user_show", args=[row.pk])
