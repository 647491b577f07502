"""Forms of the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles.actions import TRIM_NUMBERS
from roadbook.apps.vehicles.enums import Body, Drive, EuroClass, Fuel, Gearbox
from roadbook.apps.vehicles.models import Make, Model, Trim
from roadbook.kit.forms import Form, RowField, TextField

from .vehicle import choice_field


class NameForm(Form):
    name = TextField(label=_("Name"), max_length=60)


class NewModelForm(NameForm):
    make = RowField(Make.objects.none(), label=_("Make"))


def _number(name: str) -> forms.IntegerField:
    column: Any = Trim._meta.get_field(name)
    return forms.IntegerField(
        label=capfirst(column.verbose_name), min_value=0, max_value=TRIM_NUMBERS[name], required=False
    )


def _year(label: object) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1900, max_value=2100, required=False)  # type: ignore[arg-type]  # lazy


class TrimForm(Form):
    name = TextField(label=_("Trim"), max_length=80)
    from_year = _year(_("From year"))
    to_year = _year(_("To year"))
    body = choice_field("body", Body.choices)
    fuel = choice_field("fuel", Fuel.choices)
    power_kw = _number("power_kw")
    power_hp = _number("power_hp")
    displacement_cc = _number("displacement_cc")
    gearbox = choice_field("gearbox", Gearbox.choices)
    drive = choice_field("drive", Drive.choices)
    seats = _number("seats")
    mass_kg = _number("mass_kg")
    co2_g_km = _number("co2_g_km")
    euro_class = choice_field("euro_class", EuroClass.choices)


class NewTrimForm(TrimForm):
    model = RowField(Model.objects.none(), label=_("Model"))


class MergeForm(Form):
    kept = RowField(Make.objects.none(), label=_("Keep"), help_text=_("Everything of the double goes over to it."))
