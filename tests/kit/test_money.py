"""Amounts as people type them and as each language shows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.kit import money
from roadbook.kit.money import AmountRefused

LANGUAGES = ("bg", "en", "pl", "ru")
CURRENCIES = ("EUR", "PLN", "RUB", "BGN")


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("1 234,56", 123456),
        ("1\u00a0234,56", 123456),
        ("1\u202f234,56", 123456),
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1'234.56", 123456),
        ("1234.56", 123456),
        ("1.234.567", 123456700),
        ("1 234 567,8", 123456780),
        ("12", 1200),
        ("12,", 1200),
        (",5", 50),
        ("0", 0),
        ("-12,5", -1250),
        ("−12.50", -1250),
        ("- 1", -100),
        ("€12", 1200),
        ("12 €", 1200),
        ("EUR 12", 1200),
        ("1 234", 123400),
        ("10000000000000", 10**15),
    ],
)
def test_parse(typed: str, minor: int) -> None:
    assert money.parse(typed, "EUR") == minor


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "-", "€", ".", ",", "1e999", "NaN", "Infinity", "inf", "0.001", "1,234", "1.234", "０１２", "١٢",
        "9" * 20, "10000000000000,01", "1.234.56", "1,234,56", "12.34.567", "1 23",
        "1 2345", "12 34", ".123", "--1", "-−1", "€-1",
        "1-", "12 zł", "12 USD", "1.2,3", "1,2.3", "0x10", "1_000", "1 234,567", "(12)", "12€€",
    ],
)  # fmt: skip
def test_parse_refuses(typed: str) -> None:
    with pytest.raises(AmountRefused):
        money.parse(typed, "EUR")


def test_signs_belong_to_their_currency() -> None:
    assert money.parse("12 zł", "PLN") == 1200
    assert money.parse("12,50 лв.", "BGN") == 1250
    assert money.parse("12 руб.", "RUB") == 1200
    with pytest.raises(AmountRefused):
        money.parse("12 €", "PLN")


@given(st.integers(-(10**15), 10**15), st.sampled_from(CURRENCIES), st.sampled_from(LANGUAGES), st.booleans())
def test_what_is_shown_can_be_typed(minor: int, currency: str, language: str, symbol: bool) -> None:
    shown = money.format_money(minor, currency, symbol=symbol, language=language)
    assert money.parse(shown, currency) == minor


@given(st.integers(-(10**15), 10**15), st.sampled_from(CURRENCIES))
def test_decimal_text_is_exact(minor: int, currency: str) -> None:
    assert money.parse(money.to_decimal_text(minor, currency), currency) == minor


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_refused(typed: str) -> None:
    try:
        minor = money.parse(typed, "EUR")
    except AmountRefused:
        return
    assert abs(minor) <= money.amounts.LIMIT


@pytest.mark.parametrize(
    ("language", "currency", "shown"),
    [
        ("bg", "EUR", "−1 234,50 €"),
        ("pl", "PLN", "−1 234,50 zł"),
        ("ru", "RUB", "−1 234,50 ₽"),
        ("en", "EUR", "−€1,234.50"),
        ("en", "PLN", "−PLN 1,234.50"),
    ],
)
def test_display(language: str, currency: str, shown: str) -> None:
    assert money.format_money(-123450, currency, language=language) == shown.replace(" ", "\u00a0")
