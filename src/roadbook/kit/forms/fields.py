"""Fields for money, dates, rates and text. Each keeps what was typed, and can say what it understood (``echo``)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from roadbook.kit import money, text

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_LOCAL = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})(?:\s*г\.?|\s*r\.)?")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}")
_PERCENT = re.compile(r"(-?)([0-9]{1,4})(?:[.,]([0-9]{1,4}))?\s*%?")


class EchoBoundField(forms.BoundField):
    """A bound field that knows what was understood (``echo``) and what looks odd without being wrong (``warning``)."""

    @property
    def echo(self) -> str:
        """What the field understood, in full; empty where nothing valid was sent."""
        cleaned = self._cleaned()
        return "" if cleaned in (None, "") else self._echo_field.echo(cleaned)

    @property
    def warning(self) -> str:
        """What a person should look at again; it does not stop the form."""
        cleaned = self._cleaned()
        return "" if cleaned in (None, "") else self._echo_field.warning(cleaned)

    @property
    def _echo_field(self) -> EchoField:
        field = self.field
        if not isinstance(field, EchoField):
            raise TypeError(f"{self.name} does not echo")
        return field

    def _cleaned(self) -> Any:
        cleaned: dict[str, Any] = getattr(self.form, "cleaned_data", {})
        return cleaned.get(self.name)


class EchoField(forms.Field):
    """Base of our fields."""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        return EchoBoundField(form, self, field_name)

    def echo(self, cleaned: Any) -> str:  # noqa: ARG002 - for subclasses
        """The cleaned value written out for a person; empty where that says nothing new."""
        return ""

    def warning(self, cleaned: Any) -> str:  # noqa: ARG002 - for subclasses
        """A doubt about a valid value, empty when there is none."""
        return ""


class TextField(EchoField, forms.CharField):
    """One line of text, composed (NFC), without control characters; runs of spaces become one."""

    def clean(self, value: Any) -> Any:
        try:
            typed = text.clean(value or "")
        except ValueError as error:
            raise ValidationError(
                _("This text holds a character that cannot be stored: %(code)s."), "control", {"code": str(error)}
            ) from error
        is_line = isinstance(self.widget, forms.TextInput)
        return super().clean(" ".join(typed.split()) if is_line else typed)


class MoneyField(EchoField, forms.CharField):
    """An amount as people write it, cleaned to minor units. ``currency`` may be set on the form's field later.

    ``minimum`` and ``maximum`` are minor units, both inclusive; None leaves a side open.
    """

    look = "money"

    def __init__(
        self, *, currency: str = "EUR", minimum: int | None = 0, maximum: int | None = None, **kwargs: Any
    ) -> None:
        self.currency, self.minimum, self.maximum = currency, minimum, maximum
        super().__init__(max_length=60, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off", "class": "num"}

    def prepare_value(self, value: Any) -> Any:
        return money.format_money(value, self.currency, symbol=False) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if typed in self.empty_values:
            return None
        try:
            minor = money.parse(typed, self.currency)
        except money.AmountRefused as error:
            raise ValidationError(str(error), "amount") from error
        self._check_limits(minor)
        return minor

    def echo(self, cleaned: Any) -> str:
        return money.format_money(cleaned, self.currency)

    def _check_limits(self, minor: int) -> None:
        if self.minimum is not None and minor < self.minimum:
            raise ValidationError(_("At least %(amount)s."), "minimum", {"amount": self.echo(self.minimum)})
        if self.maximum is not None and minor > self.maximum:
            raise ValidationError(_("At most %(amount)s."), "maximum", {"amount": self.echo(self.maximum)})


class DateField(EchoField, forms.CharField):
    """A date as ``24.11.2026``, ``24/11/2026``, ``24-11-2026`` or ``2026-11-24``: day first, four digits of a year."""

    look = "date"

    def __init__(self, *, earliest: date = date(1900, 1, 1), latest: date = date(2100, 12, 31), **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(max_length=40, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off", "data-date": "true", "class": "num"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        if isinstance(value, date):
            return value
        typed = super().clean(value)
        if typed in self.empty_values:
            return None
        day = _read_date(typed)
        if not self.earliest <= day <= self.latest:
            limits = {"earliest": self.prepare_value(self.earliest), "latest": self.prepare_value(self.latest)}
            raise ValidationError(_("A date from %(earliest)s to %(latest)s."), "range", limits)
        return day

    def echo(self, cleaned: Any) -> str:
        return format_date(cleaned, "EEE d MMMM y", locale=get_language() or "en")


class RateField(EchoField, forms.CharField):
    """Percent a year as people write it, ``8,75 %``, cleaned to a Decimal fraction of one, ``0.0875``.

    ``minimum`` and ``maximum`` are fractions of one, both inclusive. Four decimals of a percent at most.
    """

    look = "rate"

    def __init__(self, *, minimum: Decimal = Decimal(0), maximum: Decimal = Decimal(10), **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(max_length=20, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off", "class": "num"}

    def prepare_value(self, value: Any) -> Any:
        return _percent_text(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if typed in self.empty_values:
            return None
        match = _PERCENT.fullmatch(typed)
        if not match:
            raise ValidationError(_("Write a percentage such as 8.75."), "rate")
        sign, whole, part = match.groups()
        rate = Decimal(f"{sign}{whole}.{part or '0'}").scaleb(-2)
        if not self.minimum <= rate <= self.maximum:
            limits = {"low": _percent_text(self.minimum), "high": _percent_text(self.maximum)}
            raise ValidationError(_("From %(low)s%% to %(high)s%%."), "range", limits)
        return rate

    def echo(self, cleaned: Any) -> str:
        return f"{_percent_text(cleaned)} %"


def _percent_text(rate: Decimal) -> str:
    percent = format(rate.scaleb(2).normalize(), "f")
    return percent if (get_language() or "en").startswith("en") else percent.replace(".", ",")


def _read_date(typed: str) -> date:
    if _SHORT_YEAR.fullmatch(typed):
        raise ValidationError(_("Write the year with four digits."), "short_year")
    iso, local = _ISO.fullmatch(typed), _LOCAL.fullmatch(typed)
    if not iso and not local:
        raise ValidationError(_("Write a date such as 24.11.2026."), "date")
    parts = [int(part) for part in (iso or local).groups()]  # type: ignore[union-attr]  # one of them matched
    year, month, day = parts if iso else reversed(parts)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValidationError(_("There is no such day."), "date") from error
