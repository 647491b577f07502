"""Figures, days and icons as templates write them, in each language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils import translation

from roadbook.calc.explain import Line, Operand, to_data
from roadbook.kit import explained, figures, icons

NB = "\u00a0"


def render(source: str, **context: object) -> str:
    return Template("{% load roadbook %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "currency", "minor", "expected"),
    [
        ("bg", "EUR", 123_456, f"1{NB}234,56{NB}€"),
        ("bg", "EUR", -123_456_789, f"−1{NB}234{NB}567,89{NB}€"),
        ("pl", "PLN", 123_456, f"1{NB}234,56{NB}zł"),
        ("ru", "RUB", 123_456, f"1{NB}234,56{NB}₽"),
        ("en", "EUR", 123_456, "€1,234.56"),
        ("en", "EUR", -5, "−€0.05"),
        ("en", "PLN", 128_400, f"PLN{NB}1,284.00"),
        ("en", "EUR", 0, "€0.00"),
    ],
)
def test_money_is_written_as_the_language_does(language, currency, minor, expected):
    with translation.override(language):
        assert render("{% money minor currency %}", minor=minor, currency=currency) == expected


def test_money_that_is_not_known_is_a_dash():
    assert render("{% money minor 'EUR' %}", minor=None) == "–"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("bg", f"1{NB}234,56"), ("pl", f"1{NB}234,56"), ("ru", f"1{NB}234,56"), ("en", "1,234.56")],
)
def test_amount_leaves_the_currency_to_the_header(language, expected):
    with translation.override(language):
        assert render("{{ minor|amount:'EUR' }}", minor=123_456) == expected


@pytest.mark.parametrize("minor", [0, None])
def test_an_amount_of_nothing_is_a_grey_dash(minor):
    assert render("{{ minor|amount:'EUR' }}", minor=minor) == '<span class="dim">–</span>'


@pytest.mark.parametrize(
    ("language", "expected"),
    [("bg", "05.09.2026"), ("pl", "05.09.2026"), ("ru", "05.09.2026"), ("en", f"5{NB}Sep{NB}2026")],
)
def test_a_day_is_written_as_the_language_does(language, expected):
    with translation.override(language):
        assert render("{{ on|day }}", on=date(2026, 9, 5)) == expected


def test_no_day_is_a_dash():
    assert render("{{ on|day }}", on=None) == "–"


def test_a_moment_shows_day_and_minute():
    with translation.override("bg"):
        assert render("{{ at|moment }}", at=datetime(2026, 11, 24, 8, 5, tzinfo=UTC)) == "24.11.2026 08:05"


@pytest.mark.parametrize(
    ("day", "expected"),
    [(24, "today"), (25, "tomorrow"), (23, "yesterday"), (26, "in 2 days"), (5, "19 days ago")],
)
def test_a_day_is_told_from_the_business_date(day, expected):
    with translation.override("en"):
        assert figures.day_relative(date(2026, 11, day), date(2026, 11, 24)) == expected


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("en", Decimal("0.089"), f"8.90{NB}%"),
        ("bg", Decimal("0.089"), f"8,90{NB}%"),
        ("pl", Fraction(89, 1000), f"8,90{NB}%"),
        ("ru", "89/1000", f"8,90{NB}%"),
        ("en", "0.123456", f"12.3456{NB}%"),
        ("en", Decimal(0), f"0.00{NB}%"),
    ],
)
def test_a_rate_is_written_as_per_cent(language, value, expected):
    with translation.override(language):
        assert render("{{ value|percent }}", value=value) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", figures.FigureParts("€", "13,376", ".82")),
        ("bg", figures.FigureParts("", f"13{NB}376", f",82{NB}€")),
        ("ru", figures.FigureParts("", f"13{NB}376", f",82{NB}€")),
    ],
)
def test_a_figure_is_cut_before_its_cents(language, expected):
    with translation.override(language):
        assert figures.money_parts(1_337_682, "EUR") == expected


def test_per_mille_is_cut_before_its_sign():
    with translation.override("en"):
        assert figures.permille_parts(362) == figures.FigureParts("", "36.2", f"{NB}%")


@pytest.mark.parametrize(("name", "expected"), [("Мария Стоянова Велкова", "МВ"), ("anna", "A"), ("", "")])
def test_initials_are_of_the_first_and_last_word(name, expected):
    assert render("{{ name|initials }}", name=name) == expected


def test_an_icon_is_hidden_unless_it_has_a_label():
    assert 'aria-hidden="true"' in render("{% icon 'car' %}")
    assert render("{% icon 'car' 'Кола' %}").startswith('<span role="img" aria-label="Кола"><svg')


def test_an_unknown_icon_is_an_error_in_tests():
    with pytest.raises(icons.UnknownIconError, match="no-such-icon"):
        render("{% icon 'no-such-icon' %}")


def test_an_unknown_icon_is_a_question_mark_on_a_live_page(settings):
    settings.TESTING = False
    assert render("{% icon 'no-such-icon' %}") == render("{% icon 'circle-question-mark' %}")


def test_attributes_are_escaped_and_empty_ones_left_out():
    given = {"title": 'a "quote" <b>', "hidden": True, "lang": None, "disabled": False, "data-n": 0}
    assert render("{% attributes given %}", given=given) == (' hidden title="a &quot;quote&quot; &lt;b&gt;" data-n="0"')


def test_a_captured_block_can_be_shown_twice():
    assert render("{% capture word %} one {% endcapture %}[{{ word }}][{{ word }}]") == "[one][one]"


def interest() -> dict:
    operands = (
        Operand("opening", 1_346_526, "money"),
        Operand("rate", Fraction(89, 1000), "rate"),
        Operand("days", 30, "days"),
        Operand("from_day", date(2026, 10, 5), "date"),
    )
    return to_data(Line("Interest", "round(opening * rate * days / 360, HALF_UP)", operands, 9987, "r"))


def test_an_explanation_reads_as_a_calculation():
    with translation.override("en"):
        rows = explained.rows(interest(), "EUR")
    assert [(row.label, row.value) for row in rows] == [
        ("Opening", "13,465.26"),
        ("Rate", f"8.90{NB}%"),
        ("Days", "30"),
        ("From day", f"5{NB}Oct{NB}2026"),
        ("Interest", "€99.87"),
    ]
    assert rows[-1].how == f"13,465.26 × 8.90{NB}% × 30 ÷ 360, rounded half up"
    assert [row.is_sum for row in rows] == [False] * 4 + [True]


def test_an_explanation_by_parts_ends_with_their_sum():
    part = Line("Part", "days", (Operand("days", 3, "count"),), 3, "r")
    whole = Line("Whole", "sum(lines)", (), 6, "r", (part, part))
    with translation.override("en"):
        rows = explained.rows(to_data(whole), "EUR")
    assert [(row.label, row.how, row.value, row.depth) for row in rows] == [
        ("Part", "", "€0.03", 1),
        ("Part", "", "€0.03", 1),
        ("Whole", "sum of the lines above", "€0.06", 0),
    ]


def test_numbered_operand_keeps_its_number_beside_its_word():
    with translation.override("bg"):
        assert explained._name("rate_2") == "Лихвен процент 2"
        assert explained._name("rate") == "Лихвен процент"
