"""What each field understands, what it refuses, and that it says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from roadbook.kit import forms


class Everything(forms.Form):
    amount = forms.MoneyField(currency="EUR", minimum=1, maximum=1_000_000, required=False)
    on = forms.DateField(required=False)
    rate = forms.RateField(required=False)
    phone = forms.PhoneField(required=False)
    vin = forms.VinField(required=False)
    iban = forms.IbanField(required=False)
    name = forms.TextField(required=False)


def cleaned(name: str, typed: str) -> Any:
    form = Everything({name: typed})
    assert form.is_valid(), form.errors
    return form.cleaned_data[name]


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("amount", "1 234,56", 123456),
        ("amount", "1.234,56", 123456),
        ("amount", "1,234.56", 123456),
        ("amount", "€12", 1200),
        ("amount", "", None),
        ("on", "24.11.2026", date(2026, 11, 24)),
        ("on", "24.11.2026 г.", date(2026, 11, 24)),
        ("on", "24/11/2026", date(2026, 11, 24)),
        ("on", "24-11-2026", date(2026, 11, 24)),
        ("on", "2026-11-24", date(2026, 11, 24)),
        ("on", "1.2.2026", date(2026, 2, 1)),
        ("on", "29.02.2028", date(2028, 2, 29)),
        ("on", "", None),
        ("rate", "8,75 %", Decimal("0.0875")),
        ("rate", "8.75", Decimal("0.0875")),
        ("rate", "0", Decimal(0)),
        ("rate", "", None),
        ("phone", "0888 123 456", "+359888123456"),
        ("phone", "+359 888 123 456", "+359888123456"),
        ("phone", "0048 601 234 567", "+48601234567"),
        ("vin", "wvwzzz1kz6w000001", "WVWZZZ1KZ6W000001"),
        ("vin", "ХТА 210990 У2765499", "XTA210990Y2765499"),
        ("iban", "bg80 bnbg 9661 1020 3456 78", "BG80BNBG96611020345678"),
        ("name", "  Иван \u00a0 Петров ", "Иван Петров"),
        ("name", "Z\u0307uk", "Żuk"),
    ],
)
def test_field_understands(name: str, typed: str, value: Any) -> None:
    assert cleaned(name, typed) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *[
            ("amount", bad)
            for bad in (
                "-5",
                "0",
                "0,001",
                "1e999",
                "NaN",
                "Infinity",
                "０１２",
                "9" * 20,
                "1.234",
                "12 USD",
                "1,2,3",
                "--5",
                ".",
                "20000,00",
            )
        ],
        *[
            ("on", bad)
            for bad in (
                "31.02.2026",
                "24.11.26",
                "11/24/2026",
                "24.11",
                "２４.11.2026",
                "1.1.1850",
                "0.0.2026",
                "2026-13-01",
                "tomorrow",
            )
        ],
        *[("rate", bad) for bad in ("-1", "abc", "8,75,1", "1e3", "8.75001", "1001")],
        *[("phone", bad) for bad in ("123", "abc", "+359 1", "０８８８１２３４５６")],
        *[
            ("vin", bad)
            for bad in (
                "WVWZZZ1KZ6W00000",
                "WVWZZZ1KZ6W0000011",
                "WVWZZZ1KZ6W00000I",
                "OVWZZZ1KZ6W000001",
                "ЩVWZZZ1KZ6W000001",
            )
        ],
        *[("iban", bad) for bad in ("BG80BNBG96611020345679", "BG80", "ЖЖ80BNBG96611020345678", "x" * 34)],
        *[("name", bad) for bad in ("a\u0001b", "a\ud800b")],
    ],
)
def test_field_refuses_and_keeps_what_was_typed(name: str, typed: str) -> None:
    form = Everything({name: typed})
    assert list(form.errors) == [name]
    assert name not in form.cleaned_data
    assert form[name].value() == typed
    assert form[name].echo == ""


@pytest.mark.parametrize(
    ("name", "typed", "language", "echo"),
    [
        ("amount", "1.234,5", "bg", "1\u00a0234,50\u00a0€"),
        ("amount", "1.234,5", "en", "€1,234.50"),
        ("on", "24.11.2026", "en", "Tue 24 November 2026"),
        ("rate", "8,750", "bg", "8,75 %"),
        ("rate", "8,750", "en", "8.75 %"),
        ("phone", "0888123456", "en", "+359 88 812 3456"),
        ("vin", "WVWZZZ1KZ6W000001", "en", "WVW ZZZ1KZ 6W000001"),
        ("iban", "bg80bnbg96611020345678", "en", "BG80 BNBG 9661 1020 3456 78"),
    ],
)
def test_echo_says_what_was_understood(name: str, typed: str, language: str, echo: str) -> None:
    with translation.override(language):
        form = Everything({name: typed})
        assert form.is_valid()
        assert form[name].echo == echo


def test_wrong_check_digit_only_warns() -> None:
    good, odd = Everything({"vin": "1M8GDM9AXKP042788"}), Everything({"vin": "WVWZZZ1KZ6W000001"})
    assert good.is_valid()
    assert odd.is_valid()
    assert good["vin"].warning == ""
    assert "check digit" in odd["vin"].warning


def test_initial_values_are_written_for_people() -> None:
    form = Everything(initial={"amount": 123450, "on": date(2026, 11, 24), "rate": Decimal("0.0875")})
    with translation.override("bg"):
        assert form["amount"].value() == "1\u00a0234,50"
        assert form["rate"].value() == "8,75"
        assert form["on"].value() == "24.11.2026"


def test_limits_are_told_in_the_currency() -> None:
    form = Everything({"amount": "10 000,01"})
    assert form.errors["amount"] == ["At most €10,000.00."]
