"""Fields for numbers that other people issue: telephones, vehicle identification numbers, bank accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import iban
from stdnum.exceptions import ValidationError as NumberError

from roadbook.kit import identifiers

from .fields import EchoField


class PhoneField(EchoField, forms.CharField):
    """A telephone number in any usual spelling, cleaned to E.164; ``region`` reads numbers without a country code."""

    kind = "phone"
    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"})

    def __init__(self, *, region: str = "BG", **kwargs: Any) -> None:
        self.region = region
        super().__init__(max_length=40, **kwargs)

    def options(self) -> dict[str, Any]:
        return {"region": self.region}

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if typed in self.empty_values:
            return typed
        try:
            number = phonenumbers.parse(typed, self.region)
        except phonenumbers.NumberParseException as error:
            raise ValidationError(_("This is not a telephone number."), "phone") from error
        if not typed.isascii() or not phonenumbers.is_valid_number(number):
            raise ValidationError(_("No telephone has this number."), "phone")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def prepare_value(self, value: Any) -> Any:
        return value

    def echo(self, cleaned: Any) -> str:
        number = phonenumbers.parse(cleaned)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class VinField(EchoField, forms.CharField):
    """A vehicle identification number (ISO 3779): 17 characters, upper case, Cyrillic look-alikes made Latin.

    A wrong check digit only warns, because European makers do not all use it.
    """

    kind = "vin"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off", "spellcheck": "false", "class": "mono"}

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if typed in self.empty_values:
            return typed
        try:
            return identifiers.vin(typed)
        except ValueError as error:
            raise ValidationError(str(error), "vin") from error

    def echo(self, cleaned: Any) -> str:
        return f"{cleaned[:3]} {cleaned[3:9]} {cleaned[9:]}"

    def warning(self, cleaned: Any) -> str:
        if identifiers.vin_check_digit_holds(cleaned):
            return ""
        return str(_("The check digit does not fit. Many European makers do not use it; compare the number once more."))


class IbanField(EchoField, forms.CharField):
    """A bank account number (ISO 13616), cleaned to capitals without spaces; mod 97 and country length are checked."""

    kind = "iban"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off", "spellcheck": "false", "class": "mono"}

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if typed in self.empty_values:
            return typed
        try:
            number: str = iban.validate(typed)
        except NumberError as error:
            raise ValidationError(_("This is not a valid IBAN."), "iban") from error
        if not number.isascii():
            raise ValidationError(_("This is not a valid IBAN."), "iban")
        return number

    def prepare_value(self, value: Any) -> Any:
        return value

    def echo(self, cleaned: Any) -> str:
        spaced: str = iban.format(cleaned)
        return spaced


Reader = Callable[[str], tuple[str, str]]
_readers: list[Reader] = []


def name_accounts(reader: Reader) -> None:
    """Register who knows banks: ``reader(typed)`` gives the normal form of an account and what it tells in words.

    It raises ValueError with the reason where there can be no such account.
    """
    _readers[:] = [reader]


class AccountField(IbanField):
    """A bank account as banks of any country write it, with its bank and country named where somebody knows them.

    Nobody knows: an IBAN, as ``IbanField``.
    """

    kind = "account"

    def clean(self, value: Any) -> Any:
        if not _readers:
            return super().clean(value)
        typed = super(IbanField, self).clean(value)
        if typed in self.empty_values:
            return typed
        try:
            return _readers[0](typed)[0]
        except ValueError as error:
            raise ValidationError(str(error), "account") from error

    def echo(self, cleaned: Any) -> str:
        return _readers[0](cleaned)[1] if _readers else super().echo(cleaned)
