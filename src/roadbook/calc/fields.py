"""Reading the fields of a JSON object into exact values, with an error that names the field.

Numbers are read as exact decimals. Money is a decimal text (or number) in units of the currency, with no more decimals
than the currency has; it becomes whole minor units. Percent becomes a fraction of one.

>>> fields = Fields({"rent": "12.50", "rate": "8.9"}, exponent=2)
>>> fields.money("rent"), fields.percent("rate")
(1250, Fraction(89, 1000))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")
DIGITS = 15
YEARS = (1900, 2199)


class FieldRefused(Exception):  # noqa: N818 - reads as a sentence: "except FieldRefused"
    """A field is missing, unknown or not what it should be: ``field`` is its path, ``message`` says why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class Fields:
    """The fields of one object; ``path`` stands before their names in errors. All reads raise FieldRefused."""

    def __init__(self, data: object, *, exponent: int, path: str = "") -> None:
        if not isinstance(data, dict):
            raise FieldRefused(path.rstrip("."), "must be an object")
        self.data, self.exponent, self.path = data, exponent, path

    def __contains__(self, name: str) -> bool:
        return name in self.data

    def refuse(self, name: str, message: str) -> FieldRefused:
        """Give the error for a field of this object."""
        return FieldRefused(self.path + name, message)

    def only(self, names: Iterable[str]) -> None:
        """Refuse a name that is none of these."""
        known = set(names)
        unknown = [name for name in self.data if name not in known]
        if unknown:
            raise self.refuse(unknown[0], "is not known; known are " + ", ".join(sorted(known)))

    def value(self, name: str) -> Any:
        """Give what is there, whatever it is."""
        if name not in self.data:
            raise self.refuse(name, "is missing")
        return self.data[name]

    def number(self, name: str) -> Decimal:
        """Read an exact number from a text or a number."""
        value = self.value(name)
        try:
            found = Decimal(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else None
        except InvalidOperation:
            found = None
        if found is None or not found.is_finite():
            raise self.refuse(name, f"must be a number, not {value!r}")
        if found.adjusted() > DIGITS or len(found.as_tuple().digits) > 2 * DIGITS or found.adjusted() < -DIGITS:
            raise self.refuse(name, f"must have at most {DIGITS} digits on each side of the point")
        return found

    def money(self, name: str) -> int:
        """Read an amount in units of the currency as whole minor units."""
        scaled = self.number(name).scaleb(self.exponent)
        if scaled != int(scaled):
            raise self.refuse(name, f"has more than {self.exponent} decimals")
        return int(scaled)

    def percent(self, name: str) -> Fraction:
        """Read percent as a fraction of one."""
        return Fraction(self.number(name)) / 100

    def fraction(self, name: str) -> Fraction:
        """Read an exact number as a fraction."""
        return Fraction(self.number(name))

    def whole(self, name: str) -> int:
        """Read a whole number."""
        found = self.number(name)
        if found != int(found):
            raise self.refuse(name, "must be whole")
        return int(found)

    def day(self, name: str) -> date:
        """Read a date, YYYY-MM-DD."""
        value = self.value(name)
        try:
            found = date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise self.refuse(name, f"must be a date like 2026-01-31, not {value!r}") from error
        if not YEARS[0] <= found.year <= YEARS[1]:
            raise self.refuse(name, f"must lie between the years {YEARS[0]} and {YEARS[1]}")
        return found

    def flag(self, name: str) -> bool:
        """Read true or false."""
        value = self.value(name)
        if not isinstance(value, bool):
            raise self.refuse(name, f"must be true or false, not {value!r}")
        return value

    def text(self, name: str) -> str:
        """Read a text."""
        value = self.value(name)
        if not isinstance(value, str):
            raise self.refuse(name, f"must be a text, not {value!r}")
        return value

    def choice(self, name: str, kind: type[Choice]) -> Choice:
        """Read one of the values of an enumeration."""
        value = self.value(name)
        allowed = [one.value for one in kind]
        if value not in allowed:
            raise self.refuse(name, f"must be one of {', '.join(allowed)}, not {value!r}")
        return kind(value)

    def inner(self, name: str) -> Fields:
        """Read an object."""
        return Fields(self.value(name), exponent=self.exponent, path=f"{self.path}{name}.")

    def objects(self, name: str) -> list[Fields]:
        """Read a list of objects."""
        rows = self._rows(name)
        return [
            Fields(row, exponent=self.exponent, path=f"{self.path}{name}[{place}].") for place, row in enumerate(rows)
        ]

    def values(self, name: str, read: Callable[[Fields, str], Value]) -> tuple[Value, ...]:
        """Read a list of plain values, each by one of the methods above."""
        rows = {f"{name}[{place}]": row for place, row in enumerate(self._rows(name))}
        inner = Fields(rows, exponent=self.exponent, path=self.path)
        return tuple(read(inner, key) for key in rows)

    def _rows(self, name: str) -> list[Any]:
        value = self.value(name)
        if not isinstance(value, list):
            raise self.refuse(name, "must be a list")
        return value
