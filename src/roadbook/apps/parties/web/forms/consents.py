"""Recording a consent, and writing the words in which one is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple, MultipleChoiceField, RadioSelect, Textarea
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import CONTACTING, Channel, ConsentPurpose, ConsentSource
from roadbook.apps.parties.models import ConsentText
from roadbook.kit.forms import ChoiceField, Form, RowField, TextField


class ConsentForm(Form):
    """One purpose, the channels that it goes for, and how the client told us. The words are the present ones."""

    purpose = ChoiceField(label=_("The client agrees to"), widget=RadioSelect)
    channels = MultipleChoiceField(
        label=_("By which channels"), choices=Channel.choices, widget=CheckboxSelectMultiple, required=False
    )
    source = ChoiceField(label=_("Given by way of"), choices=ConsentSource.choices)

    def __init__(self, *args: Any, texts: Sequence[ConsentText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = {text.purpose: text for text in texts}
        field: Any = self.fields["purpose"]
        field.choices = [(purpose, ConsentPurpose(purpose).label) for purpose in self.texts]

    @property
    def text(self) -> ConsentText:
        """The words of the purpose that was chosen."""
        return self.texts[self.cleaned_data["purpose"]]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        purpose = answers.get("purpose")
        if purpose and purpose not in CONTACTING:
            answers["channels"] = []
        elif purpose and not answers.get("channels"):
            self.add_error("channels", ValidationError(_("Choose by which channel."), "channel"))
        return answers


class ConsentTextForm(Form):
    """New words for a purpose, in one language of one company."""

    company = RowField(Company.objects.none(), label=_("Own company"), empty_label=None)
    purpose = ChoiceField(label=_("Purpose"), choices=ConsentPurpose.choices)
    language = ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    text = TextField(label=_("Text"), max_length=8000, widget=Textarea(attrs={"rows": 6}))
