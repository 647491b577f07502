"""The base of every form: a once-only token, errors of actions, rows that may be picked, drafts and conflicts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from roadbook.kit.errors import Refused

from . import merging, values
from .amounts import MoneyField
from .drafts import Draft
from .merging import BASE, Merge

TOKEN = "form_token"  # noqa: S105 - the name of a field
OURS = (TOKEN, BASE)


def new_token() -> str:
    """A token for one rendering of a form."""
    return secrets.token_urlsafe(18)


class Form(forms.Form):
    """Carries ``form_token``: sending the same form twice has one effect, see ``handle``.

    ``keeps_draft``: what is typed is kept on the server until the form is saved, see ``drafts``.
    ``draft`` and ``merge`` are set by ``handle`` for the page: the draft that is kept, the conflict to settle.
    """

    keeps_draft: ClassVar[bool] = False

    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=new_token)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(merging.merged(data), *args, **kwargs)
        self.draft: Draft | None = None
        self.merge: Merge | None = None

    def watch(self) -> None:
        """Carry a snapshot of what the editor saw, so that a conflict can be settled field by field."""
        self.fields[BASE] = forms.CharField(widget=forms.HiddenInput, required=False)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == BASE:
            return self.initial.get(BASE) or merging.snapshot(self)
        return super().get_initial_for_field(field, field_name)

    def full_clean(self) -> None:
        """Before anything is cleaned, fields that take shares learn the amount that they are shares of."""
        for field in self.fields.values():
            if isinstance(field, MoneyField) and field.percent_of:
                field.measure("".join(values.sent_in(self.data, self.add_prefix(field.percent_of))))
        super().full_clean()

    def restore(self, texts: Mapping[str, list[str]]) -> None:
        """Show the texts of a draft. A form whose fields depend on what they hold prepares itself anew here."""
        for name in self.fields:
            if name == TOKEN or (self.fields[name].disabled and name != BASE):
                continue
            sent = texts.get(self.add_prefix(name), [])
            has_many = isinstance(self.fields[name], forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
            self.initial[name] = sent if has_many else "".join(sent)

    def offer(self, **querysets: QuerySet[Any]) -> None:
        """Narrow the choices of row fields, by name, to these querysets."""
        for name, queryset in querysets.items():
            field = self.fields[name]
            if not isinstance(field, forms.ModelChoiceField):
                raise TypeError(f"{name} does not choose among rows")
            field.queryset = queryset

    def refuse(self, error: Refused) -> None:
        """Show why an action said no: at its field when the form has it, else over the form."""
        self.add_error(error.field if error.field in self.fields else None, str(error))

    def answers(self) -> dict[str, Any]:
        """The cleaned values, without what the form carries for itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in OURS}
