"""What a file is, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents.actions import Meaning
from roadbook.apps.documents.enums import AttachmentKind, LegalBasis
from roadbook.apps.documents.models import Attachment
from roadbook.calc import markup
from roadbook.kit.forms import DateField, Form


class MeaningForm(forms.Form):
    """What is said of the files that are being attached. Fields that do not fit their kind are left out."""

    kind = forms.ChoiceField(required=False, choices=[("", ""), *AttachmentKind.choices])
    note = forms.CharField(required=False, max_length=300)
    expires_on = DateField(required=False)
    legal_basis = forms.ChoiceField(required=False, choices=[("", ""), *LegalBasis.choices])

    def meaning(self) -> Meaning:
        answers = self.cleaned_data
        is_scan = answers["kind"] == AttachmentKind.ID_SCAN
        return Meaning(
            kind=answers["kind"],
            note=answers["note"],
            expires_on=answers["expires_on"],
            legal_basis=answers["legal_basis"] if is_scan else "",
        )


class DescribeForm(Form):
    """What a file is, changed beside it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AttachmentKind.choices)
    expires_on = DateField(label=_("Valid until"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    @classmethod
    def of(cls, attachment: Attachment, data: Any = None) -> DescribeForm:
        known = {name: getattr(attachment, name) for name in ("kind", "note", "expires_on")}
        form = cls(data, initial=known)
        is_scan = attachment.is_id_scan
        form.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            choice for choice in AttachmentKind.choices if (choice[0] == AttachmentKind.ID_SCAN) == is_scan
        ]
        if not attachment.may_expire and not form.is_bound:
            del form.fields["expires_on"]
        return form


class SubjectField(forms.CharField):
    """One of the things that a paper may be about, found by searching; its key. ``found`` gives the name of a key."""

    options_url = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=18, **kwargs)
        self.found: Callable[[str], str] = str

    def label_of(self, value: Any) -> str:
        return self.found(str(value or ""))


class TemplateForm(Form):
    """The text of a template, and what to look at it with. ``base`` is the version that the editor began from."""

    source = forms.CharField(
        label=_("Text"),
        max_length=markup.SOURCE_LIMIT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "true", "class": "mono"}),
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    subject = SubjectField(label=_("Preview with"))

    def look_with(self, options_url: str, found: Callable[[str], str]) -> None:
        """Where subjects are searched for, and the name of one that is chosen."""
        field = self.fields["subject"]
        if isinstance(field, SubjectField):
            field.options_url, field.found = options_url, found
