"""Registers of vehicles, of what expires, and of the catalogue."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.numbers import format_decimal
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import queries
from roadbook.apps.vehicles.enums import Body, Drive, EuroClass, Fuel, Gearbox, PaperForm, PaperKind, VehicleKind
from roadbook.apps.vehicles.models import Make, Model, Trim, Vehicle, VehicleDocument
from roadbook.kit import figures, lists
from roadbook.kit.money.display import NBSP

SOON = 30


class Kilometres(lists.Number):
    """A distance, its thousands apart."""

    def html(self, row: Any) -> str:
        value = self.of(row)
        return (
            super().html(row)
            if value is None
            else format_decimal(value, locale=figures.locale()).replace("\u202f", NBSP)
        )


@lists.register
class VehicleTable(lists.Table):
    """Every vehicle: what it is, by which numbers it is known, how it is built."""

    key = "vehicles.vehicles"
    url_name = "vehicles:vehicle_list"
    title = _("Vehicles")
    permission = Permission.VEHICLE_VIEW
    columns = (
        lists.Column("vehicle", _("Vehicle"), main=True, value=str),
        lists.Column("plate", _("Plate"), sort="plate", card="value", edit="plate"),
        lists.Column("vin", _("VIN"), sort="vin", card="meta"),
        lists.Number("model_year", _("Year"), sort="model_year"),
        lists.Text("fuel", _("Fuel"), value=Vehicle.get_fuel_display),
        Kilometres("odometer_km", _("Odometer, km"), sort="odometer_km"),
        lists.Text("company__name", _("Company")),
        lists.Day("created_at", _("Registered"), sort="created_at"),
        lists.Column("internal_code", _("Internal code"), shown=False, edit="internal_code"),
        lists.Column("kind", _("Kind"), value=Vehicle.get_kind_display, shown=False),
        lists.Column("make__name", _("Make"), shown=False),
        lists.Column("model__name", _("Model"), shown=False),
        lists.Column("trim", _("Trim"), shown=False),
        lists.Column("body", _("Body"), value=Vehicle.get_body_display, shown=False),
        lists.Column("gearbox", _("Gearbox"), value=Vehicle.get_gearbox_display, shown=False),
        lists.Column("drive", _("Drive"), value=Vehicle.get_drive_display, shown=False),
        lists.Number("power_kw", _("Power, kW"), shown=False),
        lists.Number("power_hp", _("Power, hp"), shown=False),
        lists.Number("displacement_cc", _("Displacement, cm³"), shown=False),
        lists.Number("seats", _("Seats"), shown=False),
        lists.Number("mass_kg", _("Mass, kg"), shown=False),
        lists.Number("co2_g_km", _("CO₂, g/km"), shown=False),
        lists.Column("euro_class", _("Euro class"), value=Vehicle.get_euro_class_display, shown=False),
        lists.Column("is_right_hand_drive", _("Right-hand drive"), shown=False),
        lists.Column("colour", _("Colour"), shown=False, edit="colour"),
        lists.Column("interior", _("Interior"), shown=False),
        lists.Column("engine", _("Engine number"), shown=False),
        lists.Column("frame", _("Frame number"), shown=False),
        lists.Column("chassis", _("Chassis number"), shown=False),
        lists.Number("title_year", _("Year by title document"), shown=False),
        lists.Day("first_registered_on", _("First registration"), sort="first_registered_on", shown=False),
        lists.Day("odometer_on", _("Odometer read on"), shown=False),
        lists.Number("owners_count", _("Owners"), shown=False),
        lists.Column("is_pledged", _("Pledged"), shown=False),
        lists.Text("restrictions", _("Restrictions"), shown=False),
        lists.Text("options", _("Options"), shown=False),
        lists.Text("description", _("Description"), shown=False),
        lists.Text("history_report", _("History report"), shown=False),
        lists.Day("history_report_on", _("History report of"), shown=False),
    )
    groupable = (
        lists.Group("kind", _("Kind"), "-kind", Vehicle.get_kind_display),
        lists.Group("company", _("Company"), "company_id", lambda row: row.company.name),
        lists.Group("model_year", _("Year"), "-model_year"),
        lists.Month("month", _("Month of registration"), "-created_at"),
    )
    search = "search_text"
    default_sort = "-created_at"
    empty_icon = "car"
    empty_title = _("No vehicles yet")
    empty_text = _("Enter the first vehicle that you sell, lease or finance.")
    filters = (
        lists.Choice("fuel", _("Fuel"), choices=Fuel.choices),
        lists.Choice("body", _("Body"), choices=Body.choices),
        lists.Choice("kind", _("Kind"), choices=VehicleKind.choices),
        lists.Contains("make", _("Make"), path="make__name"),
        lists.Contains("model", _("Model"), path="model__name"),
        lists.Contains("trim", _("Trim")),
        lists.Choice("gearbox", _("Gearbox"), choices=Gearbox.choices),
        lists.Choice("drive", _("Drive"), choices=Drive.choices),
        lists.Choice("euro_class", _("Euro class"), choices=EuroClass.choices),
        lists.Quantity("model_year", _("Model year")),
        lists.Quantity("odometer_km", _("Odometer, km")),
        lists.Quantity("power_kw", _("Power, kW")),
        lists.Quantity("displacement_cc", _("Displacement, cm³")),
        lists.Quantity("co2_g_km", _("CO₂, g/km")),
        lists.YesNo("is_pledged", _("Pledged")),
        lists.YesNo("is_right_hand_drive", _("Right-hand drive")),
        lists.Contains("colour", _("Colour")),
        lists.Contains("internal_code", _("Internal code")),
        lists.Period("first_registered_on", _("First registration")),
        lists.Period("created_at", _("Registered")),
    )

    def rows(self, user: Any) -> QuerySet[Vehicle]:
        return queries.register(user)

    def row_url(self, row: Vehicle) -> str:
        return reverse("vehicles:vehicle_show", args=[row.pk])

    def edit_url(self, row: Vehicle) -> str:
        if not may.may(self.user, Permission.VEHICLE_EDIT, company_id=row.company_id):
            return ""
        return reverse("vehicles:vehicle_edit", args=[row.pk])


def _left(paper: VehicleDocument) -> int | None:
    return paper.days_left(paper.company.business_date)


class Left(lists.State):
    """How many days are left, as a chip."""

    def html(self, row: Any) -> str:
        return format_html('<span class="chip" data-tone="{}">{}</span>', self._urgency(row), self.plain(row))

    def plain(self, row: Any) -> str | None:
        days = _left(row)
        if days is None:
            return None
        if days < 0:
            return ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
        return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}

    def _urgency(self, row: Any) -> str:
        days = _left(row) or 0
        return "bad" if days < 0 else "warn" if days <= SOON else "info"


@lists.register
class ExpiringTable(lists.Table):
    """Papers that expire: inspections, insurances, vignettes, registrations, warranties."""

    SPANS = (
        ("past", _("Expired")),
        ("next_30", _("In 30 days")),
        ("next_60", _("In 60 days")),
        ("next_90", _("In 90 days")),
        ("", _("All")),
    )

    key = "vehicles.expiring"
    url_name = "vehicles:expiring_list"
    title = _("What expires")
    permission = Permission.VEHICLE_VIEW
    columns = (
        lists.Column("vehicle", _("Vehicle"), main=True, value=lambda row: str(row.vehicle)),
        lists.Column("vehicle__plate", _("Plate"), card="meta"),
        lists.Column("kind", _("Paper"), value=VehicleDocument.get_kind_display, card="meta"),
        lists.Column("number", _("Number")),
        lists.Text("issuer", _("Issued by")),
        lists.Day("expires_on", _("Expires"), sort="expires_on", card="value"),
        Left("days_left", _("Left"), card="state"),
        lists.Column("storage_place", _("Kept at"), shown=False),
        lists.Column("holder", _("Holder"), shown=False),
        lists.Day("issued_on", _("Issued or valid from"), shown=False),
        lists.Column("vehicle__vin", _("VIN"), shown=False),
        lists.Text("company__name", _("Company"), shown=False),
    )
    filters = (
        lists.Period("expires_on", _("Expires")),
        lists.Choice("kind", _("Paper"), choices=PaperKind.choices),
        lists.Choice("form", _("Form"), choices=PaperForm.choices),
        lists.Contains("issuer", _("Issued by")),
        lists.Contains("storage_place", _("Kept at")),
        lists.Contains("holder", _("Holder")),
        lists.Contains("make", _("Make"), path="vehicle__make__name"),
    )
    search = ("vehicle__search_text", "number")
    default_sort = "expires_on"
    empty_icon = "calendar-check"
    empty_title = _("Nothing expires")
    empty_text = _(
        "Papers of vehicles with a date of expiry appear here: inspections, insurances, vignettes, warranties."
    )

    def rows(self, user: Any) -> QuerySet[VehicleDocument]:
        found: QuerySet[VehicleDocument] = queries.expiring(user)
        return found

    def today(self, user: Any) -> date:
        return queries.latest_business_date(user)

    def row_url(self, row: VehicleDocument) -> str:
        return reverse("vehicles:vehicle_papers", args=[row.vehicle_id])


RETIRED = lists.State(
    "is_retired",
    _("State"),
    value=lambda row: _("Retired") if row.is_retired else _("Offered"),
    tones={},
    card="state",
)


class CatalogueTable(lists.Table):
    """What registers of the catalogue have in common: they are the same for every own company."""

    permission = Permission.VEHICLE_VIEW
    search = "search_text"
    default_sort = "name"
    noun = ""
    empty_icon = "library"
    empty_title = _("The catalogue is empty")
    empty_text = _("Makes and models enter it with the first vehicle of theirs; or add them here.")

    @property
    def address(self) -> str:
        return reverse("vehicles:catalogue_list", args=[self.noun])

    def row_url(self, row: Any) -> str:
        return reverse("vehicles:catalogue_show", args=[self.noun, row.pk])


@lists.register
class MakeTable(CatalogueTable):
    """Makes."""

    key = "vehicles.makes"
    title = _("Makes")
    noun = "make"
    columns = (
        lists.Column("name", _("Make"), sort="name", main=True),
        lists.Number("models_count", _("Models"), card="value"),
        RETIRED,
    )
    filters = (lists.Contains("name", _("Make")), lists.Period("retired_at", _("Retired")))

    def rows(self, user: Any) -> QuerySet[Make]:  # noqa: ARG002 - the catalogue is everybody's
        return queries.makes()


@lists.register
class ModelTable(CatalogueTable):
    """Models of all makes."""

    key = "vehicles.models"
    title = _("Models")
    noun = "model"
    columns = (
        lists.Column("make__name", _("Make"), card="meta"),
        lists.Column("name", _("Model"), sort="name", main=True),
        lists.Number("trims_count", _("Trims"), card="value"),
        RETIRED,
    )
    filters = (
        lists.Contains("make", _("Make"), path="make__name"),
        lists.Contains("name", _("Model")),
        lists.Period("retired_at", _("Retired")),
    )

    def rows(self, user: Any) -> QuerySet[Model]:  # noqa: ARG002 - the catalogue is everybody's
        return queries.models()


@lists.register
class TrimTable(CatalogueTable):
    """Trims of all models, with their technical data."""

    key = "vehicles.trims"
    title = _("Trims")
    noun = "trim"
    columns = (
        lists.Column("model__make__name", _("Make"), card="meta"),
        lists.Column("model__name", _("Model"), card="meta"),
        lists.Column("name", _("Trim"), sort="name", main=True),
        lists.Number("from_year", _("From year")),
        lists.Number("to_year", _("To year")),
        lists.Column("body", _("Body"), value=Trim.get_body_display, shown=False),
        lists.Column("fuel", _("Fuel"), value=Trim.get_fuel_display),
        lists.Number("displacement_cc", _("Displacement, cm³")),
        lists.Number("power_kw", _("Power, kW"), card="value"),
        lists.Number("power_hp", _("Power, hp"), shown=False),
        lists.Column("gearbox", _("Gearbox"), value=Trim.get_gearbox_display),
        lists.Column("drive", _("Drive"), value=Trim.get_drive_display, shown=False),
        lists.Number("seats", _("Seats"), shown=False),
        lists.Number("mass_kg", _("Mass, kg"), shown=False),
        lists.Number("co2_g_km", _("CO₂, g/km"), shown=False),
        lists.Column("euro_class", _("Euro class"), value=Trim.get_euro_class_display, shown=False),
        RETIRED,
    )
    filters = (
        lists.Contains("make", _("Make"), path="model__make__name"),
        lists.Contains("model", _("Model"), path="model__name"),
        lists.Choice("fuel", _("Fuel"), choices=Fuel.choices),
        lists.Choice("body", _("Body"), choices=Body.choices),
        lists.Choice("gearbox", _("Gearbox"), choices=Gearbox.choices),
        lists.Choice("drive", _("Drive"), choices=Drive.choices),
        lists.Quantity("power_kw", _("Power, kW")),
        lists.Quantity("displacement_cc", _("Displacement, cm³")),
        lists.Period("retired_at", _("Retired")),
    )

    def rows(self, user: Any) -> QuerySet[Trim]:  # noqa: ARG002 - the catalogue is everybody's
        return queries.trims()
