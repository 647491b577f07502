"""Fields of JSON objects: exact values, and errors that name the field by its path."""

from __future__ import annotations

import doctest
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from roadbook.calc import fields
from roadbook.calc.dates import Frequency
from roadbook.calc.fields import FieldRefused, Fields


def of(value: object, exponent: int = 2) -> Fields:
    return Fields({"x": value}, exponent=exponent)


def test_doctest():
    assert doctest.testmod(fields).failed == 0


@pytest.mark.parametrize(
    ("value", "exponent", "expected"), [("12.5", 2, 1250), (Decimal("-0.01"), 2, -1), (7, 0, 7), ("1.234", 3, 1234)]
)
def test_money_becomes_whole_minor_units(value, exponent, expected):
    assert of(value, exponent).money("x") == expected


def test_other_values_are_exact():
    assert of("0.1").percent("x") == Fraction(1, 1000)
    assert of("0.1").fraction("x") == Fraction(1, 10)
    assert of("2024-02-29").day("x") == date(2024, 2, 29)
    assert of("weeks").choice("x", Frequency) is Frequency.WEEKS
    assert of([1, 2]).values("x", Fields.whole) == (1, 2)


@pytest.mark.parametrize(
    ("value", "read", "message"),
    [
        ("1.005", Fields.money, "x: has more than 2 decimals"),
        (1.5, Fields.money, "x: must be a number, not 1.5"),
        (True, Fields.whole, "x: must be a number, not True"),
        ("much", Fields.number, "x: must be a number, not 'much'"),
        ("NaN", Fields.number, "x: must be a number, not 'NaN'"),
        ("1e999999", Fields.number, "x: must have at most 15 digits on each side of the point"),
        ("1e-999999", Fields.number, "x: must have at most 15 digits on each side of the point"),
        ("0." + "1" * 50, Fields.number, "x: must have at most 15 digits on each side of the point"),
        ("1.5", Fields.whole, "x: must be whole"),
        ("2024-02-30", Fields.day, "x: must be a date like 2026-01-31, not '2024-02-30'"),
        ("0001-01-01", Fields.day, "x: must lie between the years 1900 and 2199"),
        (20240101, Fields.day, "x: must be a date like 2026-01-31, not 20240101"),
        ("yes", Fields.flag, "x: must be true or false, not 'yes'"),
        (5, Fields.text, "x: must be a text, not 5"),
        ("many", Fields.objects, "x: must be a list"),
        (["a"], Fields.objects, "x[0]: must be an object"),
        ([], Fields.inner, "x: must be an object"),
        ([1, "b"], lambda one, name: one.values(name, Fields.whole), "x[1]: must be a number, not 'b'"),
        (
            "fortnights",
            lambda one, name: one.choice(name, Frequency),
            "x: must be one of days, weeks, months, years, not 'fortnights'",
        ),
    ],
)
def test_a_wrong_value_is_refused_by_name(value, read, message):
    with pytest.raises(FieldRefused) as refused:
        read(of(value), "x")
    assert str(refused.value) == message


def test_a_missing_and_an_unknown_field_are_refused():
    with pytest.raises(FieldRefused, match=r"^y: is missing$"):
        of(1).money("y")
    with pytest.raises(FieldRefused, match=r"^x: is not known; known are y, z$"):
        of(1).only(["z", "y"])


def test_an_error_inside_names_the_path():
    with pytest.raises(FieldRefused) as refused:
        of([{"y": 1}, {"y": {"z": "a"}}]).objects("x")[1].inner("y").whole("z")
    assert refused.value.field == "x[1].y.z"
