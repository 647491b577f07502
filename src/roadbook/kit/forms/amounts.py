"""The field for an amount of money: typed as people do, in one currency, perhaps as a share of another field."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from roadbook.calc import rounding
from roadbook.kit import figures, money

from .fields import EchoField

_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,4})?)\s*%")


class MoneyField(EchoField, forms.CharField):
    """An amount as people write it, cleaned to minor units. ``currency`` may be set on the form's field later.

    ``minimum`` and ``maximum`` are minor units, both inclusive; None leaves a side open. ``percent_of`` names another
    money field of the form: ``20 %`` is understood as that share of it, rounded half up to minor units. ``whole`` is
    its amount, which the form fills in before it cleans.
    """

    look = "money"
    kind = "money"

    def __init__(
        self,
        *,
        currency: str = "EUR",
        minimum: int | None = 0,
        maximum: int | None = None,
        percent_of: str = "",
        **kwargs: Any,
    ) -> None:
        self.currency, self.minimum, self.maximum = currency, minimum, maximum
        self.percent_of = percent_of
        self.whole: int | None = None
        super().__init__(max_length=60, **kwargs)

    def options(self) -> dict[str, Any]:
        names = ("currency", "minimum", "maximum", "percent_of")
        return {name: getattr(self, name) for name in names}

    def measure(self, text: str) -> None:
        """Take the amount that shares are shares of, as it was typed; what is not an amount is none."""
        try:
            self.whole = money.parse(text, self.currency)
        except money.AmountRefused:
            self.whole = None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off", "class": "num"}

    def prepare_value(self, value: Any) -> Any:
        return money.format_money(value, self.currency, symbol=False) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if typed in self.empty_values:
            return None
        minor = self._share(typed)
        if minor is None:
            try:
                minor = money.parse(typed, self.currency)
            except money.AmountRefused as error:
                raise ValidationError(str(error), "amount") from error
        self._check_limits(minor)
        return minor

    def _share(self, typed: str) -> int | None:
        """What a percentage stands for; None when it is none, or the field takes none."""
        match = _PERCENT.fullmatch(typed) if self.percent_of else None
        if not match:
            return None
        if self.whole is None:
            raise ValidationError(_("A share of what? Give the whole amount first."), "whole")
        return rounding.to_units(self.whole * Fraction(match[1].replace(",", ".")) / 100)

    def echo(self, cleaned: Any) -> str:
        amount = money.format_money(cleaned, self.currency)
        return f"{amount} = {figures.percent(Fraction(cleaned, self.whole))}" if self.whole and cleaned else amount

    def _check_limits(self, minor: int) -> None:
        if self.minimum is not None and minor < self.minimum:
            raise ValidationError(_("At least %(amount)s."), "minimum", {"amount": self._said(self.minimum)})
        if self.maximum is not None and minor > self.maximum:
            raise ValidationError(_("At most %(amount)s."), "maximum", {"amount": self._said(self.maximum)})

    def _said(self, minor: int) -> str:
        return money.format_money(minor, self.currency)
