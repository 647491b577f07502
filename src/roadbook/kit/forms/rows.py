"""Fields whose choices are rows or listed values; a value that was not offered is refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from .fields import EchoField


class ChoiceField(EchoField, forms.ChoiceField):
    """One of listed values."""


class RowField(EchoField, forms.ModelChoiceField[Any]):
    """One row of a queryset, which the form's ``offer`` narrows to what the user may pick; before that, none."""

    default_error_messages = {"invalid_choice": _("Choose one of the list.")}

    def __init__(self, queryset: QuerySet[Model] | None = None, **kwargs: Any) -> None:
        super().__init__(queryset=queryset, **kwargs)
