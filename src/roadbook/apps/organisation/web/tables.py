"""The list of own companies."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.enums import Country
from roadbook.apps.organisation.models import Company
from roadbook.kit import lists


class CompanyTable(lists.Table):
    columns = (
        lists.Column("code", _("Code"), sort="code"),
        lists.Column("name", _("Name"), sort="name", main=True),
        lists.Text("country", _("Country"), value=Company.get_country_display),
        lists.Text("currency", _("Currency")),
        lists.Day("business_date", _("Business date")),
    )
    filters = (lists.Choice("country", _("Country"), choices=Country.choices),)
    search = ("name", "code")
    default_sort = "code"

    def row_url(self, row: Company) -> str:
        return reverse("organisation:company_show", args=[row.pk])
