"""Columns of a table: which value of a row they show, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext

from roadbook.kit import figures, icons, keyset, money

Tone = str | tuple[str, str]
Plain = str | int | Decimal | date | datetime | None
ICONS = {
    "ok": "check",
    "info": "calendar",
    "warn": "clock",
    "deep": "clock",
    "bad": "triangle-alert",
    "violet": "scale",
    "outline": "lock",
    "draft": "pencil",
}
DIM_DASH = format_html('<span class="dim">{}</span>', figures.DASH)


@dataclass(frozen=True)
class Column:
    """``name`` is a path such as ``client__name``; ``sort`` is the path to sort by, the column does not sort without.

    ``main`` marks the column that leads to the record, ``card`` the place on a phone card (title, value, meta, state),
    ``value`` replaces the path by a function of the row. Paths over relations need ``select_related`` in ``rows``.
    ``edit`` names the field of the form at ``Table.edit_url`` that the cell is edited by in its place.
    ``shown=False`` is a column that people see when they choose it. The name is also the column's word in addresses.
    """

    name: str
    label: str | Promise
    sort: str = ""
    main: bool = False
    card: str = ""
    value: Callable[[Any], Any] | None = field(default=None, kw_only=True)
    css: str = field(default="", kw_only=True)
    shown: bool = field(default=True, kw_only=True)
    edit: str = field(default="", kw_only=True)

    def of(self, row: Any) -> Any:
        """The value of this column in a row; a method on the path, such as ``get_kind_display``, is called."""
        found = self.value(row) if self.value else keyset.value(row, self.name)
        return found() if callable(found) else found

    def among(self, rows: Sequence[Any]) -> Column:  # noqa: ARG002 - for subclasses
        """The column as it stands over these rows."""
        return self

    def html(self, row: Any) -> str:
        """The cell's text, escaped."""
        value = self.of(row)
        return DIM_DASH if value in (None, "") else format_html("{}", value)

    def plain(self, row: Any) -> Plain:
        """The typed value for other programs: text, a whole number, a ``Decimal``, a date, an instant, or None."""
        return _plain(self.of(row))


def _plain(value: Any) -> Plain:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return value if isinstance(value, int | Decimal | date) else str(value)


@dataclass(frozen=True)
class Text(Column):
    """Text of any length; it is the column that gives way, so one of them is enough for a table."""

    css: str = field(default="clip", kw_only=True)


@dataclass(frozen=True)
class Number(Column):
    """A count or an ordinal, aligned to the end."""

    css: str = field(default="num", kw_only=True)


@dataclass(frozen=True)
class Money(Number):
    """Minor units. ``currency`` is a path to the row's currency.

    A page of one currency names it once, in the header; a page of several names it beside each amount. ``total`` adds
    the column up under the list: True by its own name, else by the path, or paths, of what is added.
    """

    currency: str = field(default="currency", kw_only=True)
    is_mixed: bool = field(default=False, kw_only=True)
    total: bool | str | tuple[str, ...] = field(default=False, kw_only=True)

    @property
    def total_paths(self) -> tuple[str, ...]:
        """The paths of what is added up; none for a column without a total."""
        if self.total is True:
            return (self.name,)
        return (self.total,) if isinstance(self.total, str) else self.total or ()

    def code(self, row: Any) -> str:
        """The currency of a row."""
        return str(keyset.value(row, self.currency) or "")

    def plain(self, row: Any) -> Decimal | None:
        """The amount in whole units of its currency."""
        minor = self.of(row)
        return None if minor is None else Decimal(money.to_decimal_text(minor, self.code(row)))

    def among(self, rows: Sequence[Any]) -> Money:
        codes = {keyset.value(row, self.currency) for row in rows}
        if len(codes) == 1:
            return replace(self, label=f"{self.label}, {codes.pop()}")
        return replace(self, is_mixed=bool(codes))

    def html(self, row: Any) -> str:
        minor = self.of(row)
        if not minor:
            return DIM_DASH
        code = keyset.value(row, self.currency)
        text = money.format_money(minor, code, symbol=False)
        return format_html("{} <small>{}</small>", text, code) if self.is_mixed else format_html("{}", text)


@dataclass(frozen=True)
class Percent(Number):
    """A fraction of one as a percentage."""

    def html(self, row: Any) -> str:
        value = self.of(row)
        return DIM_DASH if value is None else figures.percent(value)

    def plain(self, row: Any) -> Decimal | None:
        """The fraction of one."""
        value = self.of(row)
        return None if value is None else Decimal(value)


@dataclass(frozen=True)
class Day(Number):
    """A date, or the date of an instant."""

    def html(self, row: Any) -> str:
        value = self.of(row)
        return figures.day(value) if value else DIM_DASH

    def plain(self, row: Any) -> date | None:
        """The date; of an instant, the date in the reader's time zone."""
        value = self.of(row)
        return timezone.localtime(value).date() if isinstance(value, datetime) else value or None


@dataclass(frozen=True)
class Moment(Number):
    """An instant with hour and minute."""

    def html(self, row: Any) -> str:
        value = self.of(row)
        return figures.moment(value) if value else DIM_DASH


@dataclass(frozen=True)
class State(Column):
    """A state as a chip. ``tones`` maps a state to a tone, or to a tone and an icon; states not named are plain."""

    tones: Mapping[str, Tone] = field(default_factory=dict, kw_only=True)

    def html(self, row: Any) -> str:
        value = self.of(row)
        if value in (None, ""):
            return DIM_DASH
        tone, icon = self._tone(str(value))
        drawn = icons.svg(icon) if icon else ""
        return format_html('<span class="chip" data-tone="{}">{}{}</span>', tone, drawn, self._word(row, value))

    def plain(self, row: Any) -> str | None:
        """The word of the chip."""
        value = self.of(row)
        return None if value in (None, "") else self._word(row, value)

    def _tone(self, value: str) -> tuple[str, str]:
        tone = self.tones.get(value, "")
        return tone if isinstance(tone, tuple) else (tone, ICONS.get(tone, ""))

    def _word(self, row: Any, value: Any) -> str:
        display = getattr(row, f"get_{self.name}_display", None)
        return str(display()) if display else str(getattr(value, "label", value))


def phone_cards(columns: Sequence[Column]) -> dict[str, str]:
    """Where each column stands on a phone card: as declared, else the main one, the first sum, the first state."""
    cards = {column.name: column.card for column in columns if column.card}
    for place, fits in (
        ("title", lambda column: column.main),
        ("state", lambda column: isinstance(column, State)),
        ("value", lambda column: isinstance(column, Money)),
        ("meta", lambda column: not isinstance(column, Money | State)),
    ):
        free = (column.name for column in columns if column.name not in cards and fits(column))
        name = next(free, "")
        if place not in cards.values() and name:
            cards[name] = place
    return cards
