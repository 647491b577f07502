"""What is asked when a vehicle changes hands and when a contract ends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.actions import Handing
from roadbook.apps.leasing.enums import TerminationReason
from roadbook.kit.forms import ChoiceField, DateField, Form, TextField

HANDING = ("odometer_km", "place", "handed_by", "received_by", "note")
MOST_KM = 5_000_000


class HandOverForm(Form):
    on = DateField(label=_("Day of the hand-over"))
    odometer_km = forms.IntegerField(label=_("Odometer, km"), min_value=0, max_value=MOST_KM, required=False)
    place = TextField(label=_("Place"), max_length=120, required=False)
    handed_by = TextField(label=_("Handed over by"), max_length=120, required=False)
    received_by = TextField(label=_("Received by"), max_length=120, required=False)
    note = TextField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


def handing(answers: dict[str, Any]) -> Handing:
    """What the form says beside the day."""
    return Handing(**{name: answers[name] for name in HANDING})


class TerminationForm(Form):
    reason = ChoiceField(label=_("Reason"), choices=TerminationReason.choices)
    on = DateField(label=_("Terminated on"))
    note = TextField(label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class FeeForm(Form):
    code = ChoiceField(label=_("Fee"), choices=[])

    def __init__(self, fees: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["code"]
        choices.choices = fees


class ClosingForm(Form):
    papers = ChoiceField(label=_("Papers of the end"), choices=[("", _("None")), *settings.LANGUAGES], required=False)
