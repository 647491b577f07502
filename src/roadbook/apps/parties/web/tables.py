"""The register of clients, and the words of consents."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.jurisdictions.enums import Sex
from roadbook.apps.parties import queries
from roadbook.apps.parties.enums import AddressKind, Channel, ConsentPurpose, ContactKind, PartyKind
from roadbook.apps.parties.models import ConsentText, Party
from roadbook.kit import lists


def _number(party: Party) -> str:
    return ", ".join(identifier.masked for identifier in party.identifiers.all())


def _point(kind: str) -> Any:
    """The first phone (e-mail) that is known to work, or else the first one."""

    def first(party: Party) -> str:
        points = [one for one in party.contact_points.all() if one.kind == kind]
        best = [one for one in points if one.status == "works"] or points
        return best[0].shown if best else ""

    return first


def _address(party: Party) -> str:
    lines = {one.kind: one for one in party.addresses.all()}
    found = lines.get(AddressKind.CURRENT) or lines.get(AddressKind.REGISTERED)
    return str(found.line) if found else ""


def _city(party: Party) -> str:
    lines = {one.kind: one for one in party.addresses.all()}
    found = lines.get(AddressKind.CURRENT) or lines.get(AddressKind.REGISTERED)
    return found.city if found else ""


def _returned_on(party: Party) -> date | None:
    """The last day on which a letter to one of the addresses came back."""
    return max((one.returned_on for one in party.addresses.all() if one.returned_on), default=None)


@lists.register
class PartyTable(lists.Table):
    """Every client: who, by which numbers known, how reached."""

    key = "parties.clients"
    url_name = "parties:party_list"
    seek_url_name = "parties:party_find"
    title = _("Clients")
    permission = Permission.PARTY_VIEW
    columns = (
        lists.Column("name", _("Client"), sort="name", main=True),
        lists.Column("number", _("Number"), sort="number", card="meta"),
        lists.Text("kind", _("Kind"), value=Party.get_kind_display),
        lists.Column("identifier", _("National number"), value=_number),
        lists.Column("phone", _("Phone"), value=_point(ContactKind.PHONE), card="value", css="num"),
        lists.Text("company__name", _("Company")),
        lists.Day("created_at", _("Registered"), sort="created_at"),
        lists.Column("latin_name", _("Name in Latin letters"), shown=False),
        lists.Column("email", _("E-mail"), value=_point(ContactKind.EMAIL), shown=False),
        lists.Column("city", _("City"), value=_city, shown=False),
        lists.Text("address", _("Address"), value=_address, shown=False),
        lists.Day("letter_came_back_on", _("Letter came back"), value=_returned_on, shown=False),
        lists.Day("birth_date", _("Birth date"), shown=False),
        lists.Column("sex", _("Sex"), value=Party.get_sex_display, shown=False),
        lists.Column("citizenship", _("Citizenship"), shown=False),
        lists.Column("language", _("Language"), value=Party.get_language_display, shown=False),
        lists.Column(
            "preferred_channel", _("Preferred channel"), value=Party.get_preferred_channel_display, shown=False
        ),
        lists.Column("accountable_person", _("Accountable person"), shown=False),
        lists.Column("manager", pgettext_lazy("of a company", "Manager"), shown=False),
        lists.Day("paper_expires_on", _("Identity document valid until"), shown=False),
        lists.Column("created_by__name", _("Registered by"), shown=False),
    )
    groupable = (
        lists.Group("kind", _("Kind"), "-kind", Party.get_kind_display),
        lists.Group("company", _("Company"), "company_id", lambda row: row.company.name),
        lists.Month("month", _("Month of registration"), "-created_at"),
    )
    search = "search_text"
    default_sort = "-created_at"
    empty_icon = "users"
    empty_title = _("No clients yet")
    empty_text = _("Enter the first person or organisation that you do business with.")

    def rows(self, user: Any) -> QuerySet[Party]:
        found: QuerySet[Party] = queries.register(user)
        return found

    def filters_for(self, user: Any) -> tuple[lists.Filter, ...]:
        """The user decides which companies there are."""
        companies = [(one.pk, one.name) for one in identity.companies(user, Permission.PARTY_VIEW)]
        return (
            lists.Choice("kind", _("Kind"), choices=PartyKind.choices),
            lists.Period("created_at", _("Registered")),
            *([lists.Choice("company", _("Company"), companies, path="company_id")] if len(companies) > 1 else []),
            lists.Contains("name", _("Name")),
            lists.Contains("latin_name", _("Name in Latin letters")),
            lists.Choice("language", _("Language"), choices=settings.LANGUAGES),
            lists.Choice("preferred_channel", _("Preferred channel"), choices=Channel.choices),
            lists.Choice("sex", _("Sex"), choices=Sex.choices),
            lists.Period("birth_date", _("Birth date")),
            lists.Contains("accountable_person", _("Accountable person")),
            lists.Contains("manager", pgettext_lazy("of a company", "Manager")),
            lists.Period("paper_expires_on", _("Identity document valid until")),
            lists.YesNo("letter_came_back", _("Letter came back")),
        )

    def row_url(self, row: Party) -> str:
        return reverse("parties:party_file", args=[row.pk])


@lists.register
class ConsentTextTable(lists.Table):
    """Every version of the words in which consents are asked for."""

    key = "parties.consent_texts"
    url_name = "parties:consent_texts"
    title = _("Consent texts")
    permission = Permission.COMPANY_VIEW
    columns = (
        lists.Column("purpose", _("Purpose"), main=True, value=ConsentText.get_purpose_display),
        lists.Column("language", _("Language"), value=ConsentText.get_language_display, card="meta"),
        lists.Number("version", _("Version"), card="value"),
        lists.Text("text", _("Text")),
        lists.Column("company__name", _("Own company")),
        lists.Day("created_at", _("Since")),
    )
    filters = (
        lists.Choice("purpose", _("Purpose"), choices=ConsentPurpose.choices),
        lists.Choice("language", _("Language"), choices=settings.LANGUAGES),
    )
    empty_icon = "file-text"
    empty_title = _("No consent texts yet")
    empty_text = _("Write the words to which a client agrees, in each language of your clients.")

    def rows(self, user: Any) -> QuerySet[ConsentText]:
        found: QuerySet[ConsentText] = ConsentText.objects.visible_to(user, Permission.COMPANY_VIEW).select_related(
            "company"
        )
        return found
