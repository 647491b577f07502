"""Form fields for what people write into sheets: a choice by its word in any language, whole numbers, yes and no."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from roadbook.kit import text
from roadbook.kit.forms import TextField

Pairs = Iterable[tuple[Any, Any]]
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
YES = ("1", "yes", "да", "tak", "true", "y", "x", "+", "истина", "prawda")
NO = ("0", "no", "не", "нет", "nie", "false", "n", "-", "лъжа", "ложь", "fałsz")


class Digits(str):
    """Digits that a sheet kept as a number: zeros at their beginning may have been lost."""

    __slots__ = ()


class DigitsField(TextField):
    """A number that somebody issued: text, or a sheet's number (``Digits``)."""

    def clean(self, value: Any) -> Any:
        return Digits(value) if isinstance(value, int) else super().clean(value)


class OneOf(forms.Field):
    """One of listed values, written as its code or as its word in any of our languages."""

    def __init__(self, choices: Pairs | Callable[[], Pairs], *, empty: Any = "", **more: Any) -> None:
        self._choices, self._empty = choices, empty
        super().__init__(required=False, **more)

    @cached_property
    def _words(self) -> dict[str, Any]:
        words: dict[str, Any] = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                pairs = self._choices() if callable(self._choices) else self._choices
                for value, label in pairs:
                    words.setdefault(text.fold(str(label)), value)
                    words[text.fold(str(value))] = value
        return words

    def clean(self, value: Any) -> Any:
        if value in self.empty_values:
            return self._empty
        found = self._words.get(text.fold(str(value)))
        if found is None:
            raise ValidationError(_("Choose one of the list."), "choice")
        return found


class Whole(forms.Field):
    """A whole number; spaces and points between thousands are let through."""

    def __init__(self, *, least: int = 0, most: int = 10**9, **more: Any) -> None:
        self.least, self.most = least, most
        super().__init__(required=False, **more)

    def clean(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        bare = re.sub(r"[\s\u00a0\u202f']", "", str(value))
        if re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})+", bare):
            bare = re.sub("[.,]", "", bare)
        if re.fullmatch(r"[0-9]+[.,]0+", bare):
            bare = re.split("[.,]", bare)[0]
        if not _WHOLE.fullmatch(bare):
            raise ValidationError(_("Write a whole number."), "whole")
        number = int(bare)
        if not self.least <= number <= self.most:
            limits = {"least": self.least, "most": self.most}
            raise ValidationError(_("From %(least)d to %(most)d."), "range", limits)
        return number


class YesNo(forms.Field):
    """Yes or no in any of our languages; nothing is no."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, **more)

    def clean(self, value: Any) -> bool:
        word = str(value or "").strip().lower()
        if word in YES:
            return True
        if word in NO or not word:
            return False
        raise ValidationError(_("Write yes or no."), "yes_no")
