"""The register of vehicles."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles.enums import Body, Fuel
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import lists


class VehicleTable(lists.Table):
    columns = (
        lists.Column("vehicle", _("Vehicle"), sort="make__name", main=True, value=str),
        lists.Column("plate", _("Plate"), sort="plate", card="value"),
        lists.Column("vin", _("VIN"), sort="vin", card="meta"),
        lists.Number("model_year", _("Year"), sort="model_year"),
        lists.Text("fuel", _("Fuel"), value=Vehicle.get_fuel_display),
        lists.Text("company__name", _("Company")),
        lists.Day("created_at", _("Registered"), sort="created_at"),
    )
    filters = (
        lists.Choice("fuel", _("Fuel"), choices=Fuel.choices),
        lists.Choice("body", _("Body"), choices=Body.choices),
    )
    search = "search_text"
    default_sort = "-created_at"
    empty_icon = "car"
    empty_title = _("No vehicles yet")
    empty_text = _("Enter the first vehicle that you sell, lease or finance.")

    def row_url(self, row: Vehicle) -> str:
        return reverse("vehicles:vehicle_show", args=[row.pk])
