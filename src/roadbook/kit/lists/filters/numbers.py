"""Filters over numbers and over amounts of money."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from babel.numbers import format_decimal
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadbook.kit import figures, money

from .base import EMPTY, FILLED, Filter, Ground, Operator, Unreadable, one_line

LARGEST = 10**15
_NUMBER = re.compile(r"[-−]?[0-9]{1,40}")
_SPACES = re.compile(r"[\s\u00a0\u202f']+")


@dataclass(frozen=True)
class Quantity(Filter):
    """A whole number: equal, under, over, or a span with both ends inclusive, either open.

    ``unless_zero`` says of a computed column which rows have another value than zero, in columns that an index knows.
    """

    operators: ClassVar[tuple[Operator, ...]] = (
        Operator("", _("is"), "number"),
        Operator("under", _("is under"), "number"),
        Operator("over", _("is over"), "number"),
        Operator("span", _("from, to"), "two"),
        EMPTY,
        FILLED,
    )

    unless_zero: Q | None = field(default=None, kw_only=True, hash=False)

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:  # noqa: ARG002
        values = [self.value(one) if one else None for one in typed]
        if operator.shape == "two":
            found, words = self._between(values[0], values[1])
        else:
            lookup = {"": "exact", "under": "lt", "over": "gt"}[operator.code]
            found, words = Q(**{f"{self.column}__{lookup}": values[0]}), self.shown(values[0])
        if self.unless_zero is not None and not _fits_zero(operator, values):
            found = self.unless_zero & found
        return found, words

    def value(self, typed: str) -> int:
        """The number that was typed.

        :raises Unreadable: it is none, or too large.
        """
        bare = _SPACES.sub("", typed)
        if not _NUMBER.fullmatch(bare):
            raise Unreadable(gettext("“%(text)s” is not a whole number.") % {"text": one_line(typed)[:20]})
        number = int(bare.replace("−", "-"))
        if abs(number) > LARGEST:
            raise Unreadable(gettext("This number is too large."))
        return number

    def shown(self, value: int | None) -> str:
        """The number as the reader writes it."""
        return format_decimal(value or 0, locale=figures.locale()).replace("\u202f", "\u00a0")

    def _between(self, low: int | None, high: int | None) -> tuple[Q, str]:
        if low is not None and high is not None and low > high:
            raise Unreadable(gettext("The first number is larger than the last."))
        found = Q(**{f"{self.column}__gte": low}) if low is not None else Q()
        if high is not None:
            found &= Q(**{f"{self.column}__lte": high})
        words = {"from": self.shown(low), "to": self.shown(high)}
        if low is not None and high is not None:
            return found, gettext("%(from)s to %(to)s") % words
        return found, (gettext("from %(from)s") if low is not None else gettext("to %(to)s")) % words


def _fits_zero(operator: Operator, values: Sequence[int | None]) -> bool:
    low, high = values if operator.shape == "two" else (values[0], values[0])
    if operator.code == "under":
        return (high or 0) > 0
    if operator.code == "over":
        return (low or 0) < 0
    return (low is None or low <= 0) and (high is None or high >= 0)


@dataclass(frozen=True)
class Amount(Quantity):
    """Minor units, compared as they stand in each row's own currency; typed as people write amounts."""

    def value(self, typed: str) -> int:
        try:
            return money.parse(typed, "EUR")
        except money.AmountRefused as error:
            raise Unreadable(str(error)) from None

    def shown(self, value: int | None) -> str:
        return money.format_money(value or 0, "EUR", symbol=False)
