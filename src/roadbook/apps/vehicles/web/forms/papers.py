"""Forms of what a vehicle collects: papers, odometer readings, plates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles.actions import NUMBERS
from roadbook.apps.vehicles.enums import DistanceUnit, OdometerSource, PaperForm, PaperKind
from roadbook.apps.vehicles.models import VehicleDocument
from roadbook.kit.forms import ChoiceField, DateField, Form, TextField

SOURCES = [one for one in OdometerSource.choices if one[0] not in {OdometerSource.ENTRY, OdometerSource.CORRECTION}]


def _text(name: str) -> TextField:
    column: Any = VehicleDocument._meta.get_field(name)
    return TextField(label=capfirst(column.verbose_name), max_length=column.max_length, required=False)


def _day(name: str) -> DateField:
    column: Any = VehicleDocument._meta.get_field(name)
    return DateField(label=capfirst(column.verbose_name), required=False)


class PaperFields(Form):
    form = ChoiceField(label=_("Form"), choices=PaperForm.choices)
    number = _text("number")
    issuer = _text("issuer")
    issued_on = _day("issued_on")
    expires_on = _day("expires_on")
    received_on = _day("received_on")
    redeemed_on = _day("redeemed_on")
    returned_on = _day("returned_on")
    storage_place = _text("storage_place")
    holder = _text("holder")
    note = _text("note")


class NewPaperForm(PaperFields):
    kind = ChoiceField(label=_("Kind of paper"), choices=PaperKind.choices)


class ChangedPaperForm(PaperFields):
    version = forms.IntegerField(widget=forms.HiddenInput, label=_("Version"))


class ReadingForm(Form):
    """``is_confirmed`` is asked only where the odometer would run backwards."""

    value = forms.IntegerField(label=_("Reading"), min_value=0, max_value=NUMBERS["odometer_km"])
    unit = ChoiceField(label=_("Unit"), choices=DistanceUnit.choices)
    on = DateField(label=_("Read on"))
    source = ChoiceField(label=_("Source"), choices=SOURCES)
    reason = TextField(label=_("Note"), max_length=200, required=False)
    is_confirmed = forms.BooleanField(label=_("It is really so: write it down and mark it"), required=False)
    asks: bool = False


class CorrectionForm(Form):
    value = forms.IntegerField(label=_("Right reading"), min_value=0, max_value=NUMBERS["odometer_km"])
    unit = ChoiceField(label=_("Unit"), choices=DistanceUnit.choices)
    reason = TextField(label=_("Reason"), max_length=200)
    is_confirmed = forms.BooleanField(label=_("It is really so: write it down and mark it"), required=False)
    asks: bool = False


class PlateForm(Form):
    plate = TextField(
        label=_("New plate"), max_length=20, required=False, help_text=_("Empty: the vehicle bears no plate.")
    )
    on = DateField(label=_("Since"))
