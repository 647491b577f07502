"""The register of clients."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.parties.enums import PartyKind
from roadbook.apps.parties.models import Party
from roadbook.kit import lists


def _number(party: Party) -> str:
    return ", ".join(identifier.masked for identifier in party.identifiers.all())


def _phone(party: Party) -> str:
    return next((point.shown for point in party.contact_points.all()), "")


class PartyTable(lists.Table):
    columns = (
        lists.Column("name", _("Client"), sort="name", main=True),
        lists.Column("number", _("Number"), sort="number", card="meta"),
        lists.Text("kind", _("Kind"), value=Party.get_kind_display),
        lists.Column("identifier", _("National number"), value=_number),
        lists.Column("phone", _("Phone"), value=_phone, card="value", css="num"),
        lists.Text("company__name", _("Company")),
        lists.Day("created_at", _("Registered"), sort="created_at"),
    )
    filters = (
        lists.Choice("kind", _("Kind"), choices=PartyKind.choices),
        lists.Period("created_at", _("Registered")),
    )
    search = "search_text"
    default_sort = "-created_at"
    empty_icon = "users"
    empty_title = _("No clients yet")
    empty_text = _("Enter the first person or organisation that you do business with.")

    def row_url(self, row: Party) -> str:
        return reverse("parties:party_file", args=[row.pk])
