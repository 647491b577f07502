"""The form of a letter that came back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.apps.parties.enums import ReturnReason
from roadbook.kit.forms import ChoiceField, DateField, Form


class LetterForm(Form):
    on = DateField(label=_("Came back on"))
    reason = ChoiceField(label=_("What the post wrote on it"), choices=ReturnReason.choices)
