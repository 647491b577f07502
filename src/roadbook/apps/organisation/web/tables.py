"""Registers of own companies and of branches."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roadbook.apps.organisation import queries, rules
from roadbook.apps.organisation.enums import Country
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit import lists


@lists.register
class CompanyTable(lists.Table):
    """Own companies."""

    key = "organisation.companies"
    url_name = "organisation:company_list"
    title = _("Companies")
    permission = rules.VIEW
    columns = (
        lists.Column("code", _("Code"), sort="code", card="meta"),
        lists.Column("name", _("Name"), sort="name", main=True),
        lists.Column("legal_form", _("Legal form"), shown=False),
        lists.Text("country", _("Country"), value=Company.get_country_display, card="meta"),
        lists.Text("currency", _("Currency"), card="state"),
        lists.Column("tax_number", _("Registration number"), shown=False),
        lists.Column("bulstat", _("БУЛСТАТ"), shown=False),
        lists.Column("regon", _("REGON"), shown=False),
        lists.Column("krs", _("KRS"), shown=False),
        lists.Column("kpp", _("КПП"), shown=False),
        lists.Column("ogrn", _("ОГРН"), shown=False),
        lists.Column("vat_number", _("VAT number"), shown=False),
        lists.Column("accountable_person", _("Accountable person"), shown=False),
        lists.Column("manager", pgettext_lazy("of a company", "Manager"), shown=False),
        lists.Column("postcode", _("Postcode"), shown=False),
        lists.Column("city", _("City")),
        lists.Column("region", _("Region"), shown=False),
        lists.Text("address", _("Street and number"), shown=False),
        lists.Column("phone", _("Phone"), shown=False),
        lists.Column("email", _("E-mail"), shown=False),
        lists.Column("website", _("Website"), shown=False),
        lists.Column("language", _("Language"), value=Company.get_language_display, shown=False),
        lists.Column("time_zone", _("Time zone"), shown=False),
        lists.Day("business_date", _("Business date"), card="value"),
    )
    filters = (
        lists.Choice("country", _("Country"), choices=Country.choices),
        lists.Contains("city", _("City")),
        lists.Contains("tax_number", _("Registration number")),
    )
    search = ("name", "code")
    default_sort = "code"
    empty_icon = "building-2"

    def rows(self, user: Any) -> QuerySet[Company]:
        return queries.companies_visible_to(user)

    def row_url(self, row: Company) -> str:
        return reverse("organisation:company_show", args=[row.pk])


@lists.register
class BranchTable(lists.Table):
    """Branches of own companies."""

    key = "organisation.branches"
    url_name = "organisation:branch_list"
    title = _("Branches")
    permission = rules.VIEW
    columns = (
        lists.Column("code", _("Code"), card="meta"),
        lists.Column("name", _("Name"), sort="name", main=True),
        lists.Text("company__name", _("Company"), card="meta"),
        lists.Column("city", _("City"), card="value"),
        lists.Column("postcode", _("Postcode"), shown=False),
        lists.Text("address", _("Street and number"), shown=False),
        lists.Column("phone", _("Phone")),
        lists.Column("email", _("E-mail"), shown=False),
        lists.Column("manager", pgettext_lazy("of a company", "Manager")),
        lists.Column("opening_hours", _("Opening hours"), shown=False),
        lists.Day("closed_on", _("Closed on"), shown=False),
    )
    filters = (
        lists.Contains("city", _("City")),
        lists.Contains("manager", pgettext_lazy("of a company", "Manager")),
        lists.Contains("company", _("Company"), path="company__name"),
        lists.Period("closed_on", _("Closed on")),
    )
    search = "search_text"
    default_sort = "name"
    empty_icon = "store"
    empty_title = _("No branch yet")
    empty_text = _("Contracts belong to a branch: add the first one on the page of its company.")

    def rows(self, user: Any) -> QuerySet[Branch]:
        return queries.branches_visible_to(user)

    def row_url(self, row: Branch) -> str:
        return reverse("organisation:company_branches", args=[row.company_id])
