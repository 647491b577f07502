"""Amounts in words, by the grammar of each language."""

from __future__ import annotations

import pytest

from roadbook.calc.words import WordsRefusedError, has_words, in_words, number

AMOUNTS = [
    (123_45, "EUR", "bg", "сто двадесет и три евро и 45 цента"),
    (1_00, "EUR", "bg", "едно евро"),
    (2_01, "EUR", "bg", "две евро и 01 цент"),
    (21_00, "BGN", "bg", "двадесет и един лева"),
    (1_00, "BGN", "bg", "един лев"),
    (1_001_00, "EUR", "bg", "хиляда и едно евро"),
    (2_120_00, "EUR", "bg", "две хиляди сто и двадесет евро"),
    (1_200_000_00, "EUR", "bg", "един милион и двеста хиляди евро"),
    (22_000_00, "PLN", "bg", "двадесет и две хиляди злоти"),
    (0, "EUR", "bg", "нула евро"),
    (123_45, "PLN", "pl", "sto dwadzieścia trzy złote 45 groszy"),
    (1_01, "PLN", "pl", "jeden złoty 01 grosz"),
    (4_02, "PLN", "pl", "cztery złote 02 grosze"),
    (5_22, "PLN", "pl", "pięć złotych 22 grosze"),
    (12_12, "PLN", "pl", "dwanaście złotych 12 groszy"),
    (21_00, "PLN", "pl", "dwadzieścia jeden złotych"),
    (112_00, "PLN", "pl", "sto dwanaście złotych"),
    (1_000_00, "PLN", "pl", "tysiąc złotych"),
    (2_000_00, "PLN", "pl", "dwa tysiące złotych"),
    (5_001_00, "PLN", "pl", "pięć tysięcy jeden złotych"),
    (1_00, "EUR", "pl", "jedno euro"),
    (123_45, "RUB", "ru", "сто двадцать три рубля 45 копеек"),
    (1_01, "RUB", "ru", "один рубль 01 копейка"),
    (11_11, "RUB", "ru", "одиннадцать рублей 11 копеек"),
    (21_22, "RUB", "ru", "двадцать один рубль 22 копейки"),
    (1_000_00, "RUB", "ru", "тысяча рублей"),
    (2_002_00, "RUB", "ru", "две тысячи два рубля"),
    (21_001_00, "RUB", "ru", "двадцать одна тысяча один рубль"),
    (3_000_000_00, "RUB", "ru", "три миллиона рублей"),
    (1_234_56, "EUR", "en", "one thousand two hundred and thirty-four euros and 56 cents"),
    (1_00, "EUR", "en", "one euro"),
    (2_000_005_00, "EUR", "en", "two million and five euros"),
]


@pytest.mark.parametrize(("minor", "currency", "language", "text"), AMOUNTS)
def test_amount_in_words(minor: int, currency: str, language: str, text: str):
    assert in_words(minor, currency, language) == text


@pytest.mark.parametrize("language", ["bg", "pl", "ru", "en"])
def test_different_numbers_have_different_words(language: str):
    values = [*range(2_200), 999_999, 1_000_000, 1_001_001, 2_000_000_000, 10**13 - 1]
    words = [number(value, language) for value in values]
    assert len(set(words)) == len(values)
    assert all(text == " ".join(text.split()) for text in words)


@pytest.mark.parametrize(
    ("minor", "currency", "language"), [(-1, "EUR", "bg"), (10**15, "EUR", "bg"), (1, "USD", "bg"), (1, "EUR", "de")]
)
def test_what_has_no_words_is_refused(minor: int, currency: str, language: str):
    assert has_words("EUR", "bg")
    assert not has_words("USD", "bg")
    with pytest.raises(WordsRefusedError):
        in_words(minor, currency, language)
