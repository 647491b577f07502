"""Fields that keep what was typed and can say what they understood (``echo``): their base, text and rates."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from roadbook.kit import text

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
    """Base of our fields. One that has a ``kind`` is echoed while somebody types, see ``echoes``."""

    kind: ClassVar[str] = ""

    def options(self) -> dict[str, Any]:
        """What a field of this kind must know to understand the same texts in the same way; plain JSON."""
        return {}

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


class RateField(EchoField, forms.CharField):
    """Percent a year as people write it, ``8,75 %``, cleaned to a Decimal fraction of one, ``0.0875``.

    ``minimum`` and ``maximum`` are fractions of one, both inclusive. Four decimals of a percent at most.
    """

    look = "rate"
    kind = "rate"

    def __init__(
        self, *, minimum: Decimal | str = Decimal(0), maximum: Decimal | str = Decimal(10), **kwargs: Any
    ) -> None:
        self.minimum, self.maximum = Decimal(minimum), Decimal(maximum)
        super().__init__(max_length=20, **kwargs)

    def options(self) -> dict[str, Any]:
        return {"minimum": str(self.minimum), "maximum": str(self.maximum)}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off", "class": "num"}

    def prepare_value(self, value: Any) -> Any:
        return percent_text(value) if isinstance(value, Decimal) else value

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
            limits = {"low": percent_text(self.minimum), "high": percent_text(self.maximum)}
            raise ValidationError(_("From %(low)s%% to %(high)s%%."), "range", limits)
        return rate

    def echo(self, cleaned: Any) -> str:
        return f"{percent_text(cleaned)} %"


def percent_text(rate: Decimal) -> str:
    """A fraction of one as per cent, without the sign, in the reader's spelling."""
    percent = format(rate.scaleb(2).normalize(), "f")
    return percent if (get_language() or "en").startswith("en") else percent.replace(".", ",")
