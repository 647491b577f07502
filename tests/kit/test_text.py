"""Folding for search, look-alikes on plates, characters that no text may hold."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from roadbook.kit import text
from roadbook.kit.models import OutboxEvent


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Żuk", "zuk"),
        ("  Łódź\u00a0ŚWIĘTOKRZYSKA ", "lodz swietokrzyska"),
        ("Ёлкин", "елкин"),
        ("ИВАЙЛО", "ивайло"),
        ("Й", "й"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("Z\u0307", "z"),
        ("", ""),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert text.fold(typed) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(typed: str) -> None:
    assert text.fold(text.fold(typed)) == text.fold(typed)


def test_search_text_leaves_empty_parts_out() -> None:
    assert text.search_text("Żuk", None, "", 2026) == "zuk 2026"


@pytest.mark.parametrize(
    ("typed", "plate"),
    [("св 1234 ав", "CB1234AB"), ("CB-1234-AB", "CB1234AB"), ("х 777 УУ 77", "X777YY77"), ("wa·12345", "WA12345")],
)
def test_latin_plate(typed: str, plate: str) -> None:
    assert text.latin_plate(typed) == plate


@pytest.mark.parametrize("bad", ["\x00", "a\x07", "\ud800", "\x7f", "\x85"])
def test_clean_refuses(bad: str) -> None:
    with pytest.raises(ValueError, match=r"U\+"):
        text.clean(bad)


def test_clean_composes_and_keeps_lines() -> None:
    assert text.clean("Z\u0307\n\tx 👩‍🚀") == "Ż\n\tx 👩‍🚀"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "part"), [("Иван Петров", "иван"), ("Żuk", "żuk"), ("100% x_y", "% X_Y"), ("a\\b", "A\\B")]
)
def test_database_compares_without_case(stored: str, part: str) -> None:
    row = OutboxEvent.objects.create(name=stored, payload={}, published_at="2026-11-24T10:00:00Z")
    other = OutboxEvent.objects.create(name="другой", payload={}, published_at="2026-11-24T10:00:00Z")
    assert list(OutboxEvent.objects.filter(name__icontains=part)) == [row]
    assert list(OutboxEvent.objects.filter(name__iexact=stored.upper())) == [row]
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper(name), lower(name) FROM kit_outboxevent WHERE id = %s", [other.pk])
        assert cursor.fetchone() == ("ДРУГОЙ", "другой")
