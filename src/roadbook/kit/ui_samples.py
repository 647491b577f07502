"""Made-up data for the style page. No business word: these are shapes, not things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.calc.explain import Line, Operand, to_data

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class SampleEntry:
    """What ``<c-timeline>`` needs of an entry."""

    icon: str
    tone: str
    title: str | Promise
    text: str | Promise
    at: datetime
    by: str = ""
    is_pinned: bool = False
    planned: bool = False


class _Typed(forms.CharField):
    look = ""
    unit = ""
    currency = ""

    def __init__(self, *, look: str = "", unit: str = "", currency: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.look, self.unit, self.currency = look, unit, currency


class SampleForm(forms.Form):
    """One field of each look."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands in the passport."))
    email = forms.EmailField(label=_("E-mail"), required=False)
    price = _Typed(look="money", currency="EUR", label=_("Amount"), initial="118 900,00")
    rate = _Typed(look="rate", unit="%", label=_("Yearly rate"), initial="9.40")
    count = forms.IntegerField(label=_("How many"), initial=48, min_value=1)
    on = _Typed(look="date", label=_("Date"), initial="24.11.2026")
    kind = forms.ChoiceField(label=_("Kind"), choices=[("a", _("First")), ("b", _("Second"))])
    method = forms.ChoiceField(
        label=_("Method"),
        choices=[("a", _("Level")), ("b", _("Falling")), ("c", _("By hand"))],
        widget=forms.RadioSelect,
        initial="a",
    )
    extras = forms.MultipleChoiceField(
        label=_("Extras"),
        choices=[("a", _("First")), ("b", _("Second"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label=_("The client has agreed"), required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


def samples(*, with_errors: bool) -> dict[str, Any]:
    """Everything that the style page shows."""
    return {
        "form": SampleForm({"price": "12"}) if with_errors else SampleForm(),
        "entries": _entries(),
        "line": _line(),
        "business_date": TODAY,
        "due_on": date(2026, 12, 5),
        "tones": ("ok", "info", "warn", "deep", "bad", "violet", "outline", "blocked", "draft"),
        "rows": _rows(),
    }


def _entries() -> list[SampleEntry]:
    return [
        SampleEntry("flag", "warn", _("A promise"), "", datetime(2026, 11, 26, 9, 0, tzinfo=UTC), planned=True),
        SampleEntry("phone", "", _("A call, 3 minutes"), _("They will write tomorrow."), _at(24), "Т. Данев"),
        SampleEntry("banknote", "ok", _("Money received"), "", _at(6), is_pinned=True),
        SampleEntry("triangle-alert", "bad", _("A message failed"), "", _at(5)),
    ]


def _at(day: int) -> datetime:
    return datetime(2026, 11, day, 8, 21, tzinfo=UTC)


def _line() -> dict[str, Any]:
    operands = (
        Operand("opening", 1_346_526, "money"),
        Operand("rate", Fraction(89, 1000), "rate"),
        Operand("days", 30, "days"),
    )
    return to_data(Line("Interest", "round(opening * rate * days / 360, HALF_UP)", operands, 9987, "sample"))


def _rows() -> list[dict[str, Any]]:
    return [
        {"number": 16, "on": date(2026, 9, 5), "part": 38_225, "rest": 10_556, "open": 0, "tone": "", "state": _("Paid")},
        {"number": 17, "on": date(2026, 10, 5), "part": 38_509, "rest": 10_272, "open": 29_950, "tone": "warn",
         "state": _("19 days overdue")},
        {"number": 18, "on": date(2026, 12, 5), "part": 38_794, "rest": 9_987, "open": 0, "tone": "info",
         "state": _("In 11 days")},
    ]  # fmt: skip
