"""Crediting a document, and which VAT register is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roadbook.apps.billing import queries
from roadbook.apps.billing.queries import Remaining
from roadbook.kit.forms import DateField, Form, RowField, TextField
from roadbook.kit.money import format_money


class CreditForm(Form):
    lines = forms.TypedMultipleChoiceField(
        label=_("Lines to take back"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one line.")},
    )
    reason = TextField(label=_("Reason"), max_length=200)

    def __init__(self, data: Any, *, left: Sequence[Remaining], currency: str) -> None:
        offered = [(one.line.pk, f"{one.line.title}: {format_money(one.gross, currency)}") for one in left]
        super().__init__(data, initial={"lines": [one.line.pk for one in left if one.gross]})
        lines = self.fields["lines"]
        if isinstance(lines, forms.TypedMultipleChoiceField):
            lines.choices = offered


class RegisterForm(Form):
    company = RowField(label=_("Company"), empty_label=None)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.offer(company=queries.companies(user))
