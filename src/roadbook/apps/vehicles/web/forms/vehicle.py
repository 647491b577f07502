"""The form of a vehicle."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.models import Company
from roadbook.apps.vehicles.actions import NUMBERS, OLDEST_YEAR
from roadbook.apps.vehicles.enums import Body, Drive, EuroClass, Fuel, Gearbox, VehicleKind
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit.forms import ChoiceField, DateField, Form, RowField, TextField, VinField

NONE = [("", "–")]


def from_list(list_id: str) -> forms.TextInput:
    """A box that offers the texts of a ``datalist``."""
    return forms.TextInput(attrs={"list": list_id, "autocomplete": "off"})


def text_field(name: str, **more: Any) -> TextField:
    """A line of text as long as the column of a vehicle allows."""
    column: Any = Vehicle._meta.get_field(name)
    return TextField(label=capfirst(column.verbose_name), max_length=column.max_length, required=False, **more)


def long_field(name: str) -> TextField:
    return text_field(name, widget=forms.Textarea(attrs={"rows": 3}))


def number_field(name: str) -> forms.IntegerField:
    column: Any = Vehicle._meta.get_field(name)
    return forms.IntegerField(label=capfirst(column.verbose_name), min_value=0, max_value=NUMBERS[name], required=False)


def year_field(name: str) -> forms.IntegerField:
    column: Any = Vehicle._meta.get_field(name)
    return forms.IntegerField(
        label=capfirst(column.verbose_name), min_value=OLDEST_YEAR, max_value=2100, required=False
    )


def choice_field(name: str, choices: list[tuple[str, Any]]) -> ChoiceField:
    column: Any = Vehicle._meta.get_field(name)
    return ChoiceField(label=capfirst(column.verbose_name), choices=[*NONE, *choices], required=False)


class VehicleForm(Form):
    keeps_draft: ClassVar[bool] = True

    company = RowField(Company.objects.none(), label=_("Company"))
    kind = choice_field("kind", VehicleKind.choices)
    internal_code = text_field("internal_code")
    vin = VinField(label=_("VIN"))
    plate = TextField(label=_("Plate"), max_length=20, required=False)
    make = TextField(label=_("Make"), max_length=60, widget=from_list("makes"))
    model = TextField(label=_("Model"), max_length=60, widget=from_list("models"))
    trim = text_field("trim", widget=from_list("trims"))
    model_year = year_field("model_year")
    title_year = year_field("title_year")
    first_registered_on = DateField(label=_("First registration"), required=False)
    odometer_km = number_field("odometer_km")
    owners_count = number_field("owners_count")
    engine = text_field("engine")
    frame = text_field("frame")
    chassis = text_field("chassis")
    body = choice_field("body", Body.choices)
    fuel = choice_field("fuel", Fuel.choices)
    power_kw = number_field("power_kw")
    power_hp = number_field("power_hp")
    displacement_cc = number_field("displacement_cc")
    gearbox = choice_field("gearbox", Gearbox.choices)
    drive = choice_field("drive", Drive.choices)
    seats = number_field("seats")
    mass_kg = number_field("mass_kg")
    co2_g_km = number_field("co2_g_km")
    euro_class = choice_field("euro_class", EuroClass.choices)
    is_right_hand_drive = forms.BooleanField(label=_("Right-hand drive"), required=False)
    colour = text_field("colour")
    interior = text_field("interior")
    options = long_field("options")
    description = long_field("description")
    is_pledged = forms.BooleanField(label=_("Pledged"), required=False)
    restrictions = text_field("restrictions")
    history_report = text_field("history_report")
    history_report_on = DateField(label=_("Date of the history report"), required=False)

    def is_of_an_existing_vehicle(self) -> None:
        """The odometer has a history of its own, and the company is for ever."""
        del self.fields["company"]
        del self.fields["odometer_km"]
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, label=_("Version"))
