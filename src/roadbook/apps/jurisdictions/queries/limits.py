"""Limits that a law sets, by country, id and day: ``data/limits``, each row with its source. The sums are calc.limits.

Values stand as the law names them: percentages and amounts as text, days and counts as whole numbers. A value
``late_interest`` or ``vat`` names the rule of the other parts of the pack that holds the figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.calc import limits as sums
from roadbook.calc.rounding import to_units
from roadbook.kit.errors import Refused

from . import dated


class LimitUnknown(Refused, LookupError):  # noqa: N818 - reads as a sentence
    """The packs hold no such limit for the day."""

    code = "limit_unknown"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A limit of a country from ``valid_from`` up to and including ``valid_until`` (None: open)."""

    country: str
    id: str
    topic: str
    valid_from: date
    valid_until: date | None
    values: Mapping[str, Any]
    source: str
    confidence: str
    note: str
    as_of: date

    def share(self, name: str) -> Fraction:
        """A percentage of the limit as a fraction of one."""
        return Fraction(self.values[name]) / 100

    def amount(self, name: str) -> int:
        """An amount of the limit in minor units."""
        return to_units(Fraction(self.values[name]) * 100)

    @property
    def tiers(self) -> tuple[sums.Tier, ...]:
        """Flat amounts by size of the debt, in minor units."""
        return tuple(
            sums.Tier(
                to_units(Fraction(one["from"]) * 100),
                one["inclusive"],
                to_units(Fraction(one.get("eur") or one["bgn"]) * 100),
            )
            for one in self.values["tiers"]
        )

    @property
    def cost_cap(self) -> sums.CostCap:
        """The terms of a cap on non-interest costs."""
        return sums.CostCap(
            base=self.share("base_percent"),
            yearly=self.share("yearly_percent"),
            short=self.share("short_percent"),
            short_below=self.values["short_below_days"],
            most=self.share("most_percent"),
        )

    @property
    def early_repayment(self) -> sums.EarlyRepayment:
        """The terms of a compensation for early repayment."""
        return sums.EarlyRepayment(
            long=self.share("long_percent"),
            short=self.share("short_percent"),
            long_above=self.values["long_above_days"],
        )


@cache
def limits(country: str) -> tuple[Limit, ...]:
    """All limits of a country, in order of days within each id.

    :raises LookupError: the packs hold none for the country.
    """
    data = dated.read("limits", country)
    return tuple(
        Limit(
            country=country,
            id=row["id"],
            topic=row["topic"],
            valid_from=date.fromisoformat(row["from"]),
            valid_until=dated.day(row["to"]),
            values=MappingProxyType(row["values"]),
            source=row["source"],
            confidence=row["confidence"],
            note=row.get("note", ""),
            as_of=date.fromisoformat(data["as_of"]),
        )
        for row in data["limits"]
    )


def limit(country: str, id: str, on: date) -> Limit:  # noqa: A002 - the word of the data
    """The limit of an id on a day.

    :raises LimitUnknown: the country has no such limit, or not on this day.
    """
    found = [one for one in limits(country) if one.id == id and dated.covers(one.valid_from, one.valid_until, on)]
    if not found:
        raise LimitUnknown(
            _("There is no limit %(id)s of %(country)s for %(day)s.")
            % {"id": id, "country": country, "day": on.isoformat()}
        )
    return found[0]
