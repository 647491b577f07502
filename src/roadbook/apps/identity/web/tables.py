"""The list of users."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.models import User
from roadbook.kit import lists


class UserTable(lists.Table):
    columns = (
        lists.Column("name", _("Name"), sort="name", main=True),
        lists.Column("email", _("E-mail"), sort="email"),
        lists.Text("roles", _("Roles")),
        lists.State("access", _("Access"), tones={"active": "ok", "inactive": "outline"}),
    )
    search = "name"
    default_sort = "name"

    def row_url(self, row: User) -> str:
        return reverse("identity:user_detail", args=[row.pk])
