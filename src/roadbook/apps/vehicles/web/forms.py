"""The form of a vehicle."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.models import Company
from roadbook.apps.vehicles.actions import NUMBERS, OLDEST_YEAR
from roadbook.apps.vehicles.enums import Body, Fuel, Gearbox
from roadbook.kit import figures
from roadbook.kit.forms import ChoiceField, DateField, Form, RowField, TextField, VinField

NONE = [("", "–")]


def _from_list(list_id: str) -> forms.TextInput:
    return forms.TextInput(attrs={"list": list_id, "autocomplete": "off"})


class VehicleForm(Form):
    company = RowField(Company.objects.none(), label=_("Company"))
    vin = VinField(label=_("VIN"))
    plate = TextField(label=_("Plate"), max_length=20, required=False)
    make = TextField(label=_("Make"), max_length=60, widget=_from_list("makes"))
    model = TextField(label=_("Model"), max_length=60, widget=_from_list("models"))
    trim = TextField(label=_("Trim"), max_length=80, required=False)
    body = ChoiceField(label=_("Body"), choices=[*NONE, *Body.choices], required=False)
    fuel = ChoiceField(label=_("Fuel"), choices=[*NONE, *Fuel.choices], required=False)
    gearbox = ChoiceField(label=_("Gearbox"), choices=[*NONE, *Gearbox.choices], required=False)
    power_kw = forms.IntegerField(label=_("Power, kW"), min_value=0, max_value=NUMBERS["power_kw"], required=False)
    displacement_cc = forms.IntegerField(
        label=_("Displacement, cm³"), min_value=0, max_value=NUMBERS["displacement_cc"], required=False
    )
    engine = TextField(label=_("Engine number"), max_length=40, required=False)
    colour = TextField(label=_("Colour"), max_length=40, required=False)
    model_year = forms.IntegerField(label=_("Model year"), min_value=OLDEST_YEAR, max_value=2100, required=False)
    first_registered_on = DateField(label=_("First registration"), required=False)
    odometer_km = forms.IntegerField(
        label=_("Odometer, km"), min_value=0, max_value=NUMBERS["odometer_km"], required=False
    )

    def theirs(self, known: dict[str, Any]) -> list[tuple[Any, str, str]]:
        """Where what was typed differs from what is on the register: label, mine, theirs."""
        mine = self.cleaned_data
        return [
            (self.fields[name].label, self._shown(name, mine[name]), self._shown(name, value))
            for name, value in known.items()
            if (mine[name] or "") != (value or "")
        ]

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return figures.day(value)
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value) or figures.DASH)
