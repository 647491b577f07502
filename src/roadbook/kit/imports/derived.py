"""Fields of an importer from the fields of a model: the same names, lengths and choices, told once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.functional import lazy
from django.utils.text import capfirst

from roadbook.kit.forms import DateField, TextField

from .declared import Field
from .kinds import OneOf, Whole, YesNo

_capitalised = lazy(capfirst, str)


def field_of(model: Any, name: str, aliases: tuple[str, ...] = (), limits: Mapping[str, int] | None = None) -> Field:
    """The field ``name`` of a model as a column may say it. ``limits`` are ``least`` and ``most`` of a number."""
    column = model._meta.get_field(name)
    return Field(name, _capitalised(column.verbose_name), _reads(column, limits or {}), aliases)


def word_of(model: Any, name: str) -> str:
    """What people call a field of a model."""
    return capfirst(str(model._meta.get_field(name).verbose_name))


def _reads(column: Any, limits: Mapping[str, int]) -> forms.Field:  # noqa: PLR0911 - one for each kind
    if column.choices:
        return OneOf(list(column.choices))
    if isinstance(column, models.BooleanField):
        return YesNo()
    if isinstance(column, models.DateField):
        return DateField(required=False)
    if isinstance(column, models.IntegerField):
        return Whole(**limits)
    if isinstance(column, models.EmailField):
        return forms.EmailField(required=False, max_length=column.max_length)
    if isinstance(column, models.TextField):
        return TextField(required=False, max_length=column.max_length, widget=forms.Textarea)
    return TextField(required=False, max_length=column.max_length)
