"""The base of every form: a once-only token, errors of actions, rows that may be picked."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.db.models import QuerySet

from roadbook.kit.errors import Refused

TOKEN = "form_token"  # noqa: S105 - the name of a field


def new_token() -> str:
    """A token for one rendering of a form."""
    return secrets.token_urlsafe(18)


class Form(forms.Form):
    """Carries ``form_token``: sending the same form twice has one effect, see ``handle``."""

    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=new_token)

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
        """The cleaned values, without the token."""
        return {name: value for name, value in self.cleaned_data.items() if name != TOKEN}
