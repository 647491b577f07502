"""The field for a date: typed as people do, or picked from a calendar that knows the holidays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from .fields import EchoField

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_LOCAL = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})(?:\s*г\.?|\s*r\.)?")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}")
SATURDAY = 5

Provider = Callable[[str, int], Mapping[date, str]]
_providers: list[Provider] = []


def name_holidays(provider: Provider) -> None:
    """Register who knows holidays: ``provider(country, year)`` gives the days with their names, none when unknown."""
    _providers[:] = [provider]


def holidays(country: str, year: int) -> dict[date, str]:
    """The holidays of a country in a year with their names in the reader's language."""
    found: dict[date, str] = {}
    for provider in _providers:
        found |= provider(country, year)
    return found


class DateField(EchoField, forms.CharField):
    """A date as ``24.11.2026``, ``24/11/2026``, ``24-11-2026`` or ``2026-11-24``: day first, four digits of a year."""

    look = "date"
    kind = "date"

    def __init__(
        self,
        *,
        earliest: date | str = date(1900, 1, 1),
        latest: date | str = date(2100, 12, 31),
        country: str = "",
        today: date | str | None = None,
        **kwargs: Any,
    ) -> None:
        """``country`` has the holidays that are marked, ``today`` is what presets count from; both may be set later."""
        self.earliest, self.latest = _day(earliest), _day(latest)
        self.country, self.today = country, _day(today) if today else None
        super().__init__(max_length=40, **kwargs)

    def options(self) -> dict[str, Any]:
        return {"earliest": self.earliest.isoformat(), "latest": self.latest.isoformat(), "country": self.country}

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

    def warning(self, cleaned: Any) -> str:
        """A holiday of the field's country is named; without a country nothing is said."""
        if not self.country:
            return ""
        if name := holidays(self.country, cleaned.year).get(cleaned):
            return now("A holiday: %(name)s.") % {"name": name}
        return now("This is a weekend.") if cleaned.weekday() >= SATURDAY else ""


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


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
