"""Published yearly rates, by series and day: what ``data/rates`` holds, each row with its source.

A rate counts from its day until the day before the next row. How long the last row before a hole counts is a fact of
the series: a central bank's rate stays until it is changed, a base rate announced for a month ends with the month, a
rate fixed for a half year with the half year. A day that no row covers is refused; nothing is guessed.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from roadbook.calc.interest import RatePeriod, half_years
from roadbook.kit.errors import Refused

from .packs import DATA

DAY = timedelta(1)
RATES = DATA / "rates"


class RateUnknown(Refused, LookupError):  # noqa: N818 - reads as a sentence
    """The packs hold no rate of the series for the day: it lies before the first row, in a hole, or after the end."""

    code = "rate_unknown"


class Holds(StrEnum):
    """How long a row counts when no other row follows at once."""

    UNTIL_CHANGED = "until_changed"
    HALF_YEAR = "half_year"
    MONTH = "month"


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A yearly rate, a fraction of one, in force from ``since`` up to and including ``until`` (None: until changed).

    ``seen_until`` is the last day for which the source was seen; a rate of a later day is the last one known.
    """

    series: str
    rate: Fraction
    since: date
    until: date | None
    source: str
    confidence: str
    seen_until: date

    def is_seen_on(self, day: date) -> bool:
        """Whether the source was seen for this day, not only for an earlier one since which no change is known."""
        return day <= self.seen_until


@dataclass(frozen=True, kw_only=True)
class Series:
    """A rate that somebody publishes, with all rows in order of days."""

    series: str
    country: str
    name: str
    publisher: str
    address: str
    holds: Holds
    seen_until: date
    ended_on: date | None
    as_of: date
    rows: tuple[Rate, ...]


@cache
def all_series() -> tuple[str, ...]:
    """The ids of the series that the packs hold."""
    return tuple(sorted(path.stem for path in RATES.glob("*.json")))


@cache
def series(name: str) -> Series:
    """A series by its id, ``PL_nbp_reference``.

    :raises LookupError: the packs hold no such series.
    """
    if name not in all_series():
        raise LookupError(f"no series {name!r}")
    data = json.loads((RATES / f"{name}.json").read_text(encoding="utf-8"))
    holds, ended = Holds(data["holds"]), _day(data.get("ended_on"))
    seen = date.fromisoformat(data["seen_until"])
    rows = []
    for row, following in pairwise([*data["rows"], None]):
        since, percent, number, *given = row
        source = data["sources"][number]
        start = date.fromisoformat(since)
        until = _day(given[0]) if given else _until(start, holds)
        if following and (until is None or until >= date.fromisoformat(following[0])):
            until = date.fromisoformat(following[0]) - DAY
        rows.append(
            Rate(
                series=name,
                rate=Fraction(percent) / 100,
                since=start,
                until=until or ended,
                source=source["source"],
                confidence=source["confidence"],
                seen_until=seen,
            )
        )
    return Series(
        series=name,
        country=data["country"],
        name=data["name"],
        publisher=data["publisher"],
        address=data["address"],
        holds=holds,
        seen_until=seen,
        ended_on=ended,
        as_of=date.fromisoformat(data["as_of"]),
        rows=tuple(rows),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _until(start: date, holds: Holds) -> date | None:
    if holds is Holds.UNTIL_CHANGED:
        return None
    if holds is Holds.HALF_YEAR:
        return half_years(start, start + timedelta(184))[1] - DAY
    return (start.replace(day=1) + timedelta(32)).replace(day=1) - DAY


def rate(name: str, on: date) -> Rate:
    """The rate of a series that is in force on a day.

    :raises RateUnknown: the packs hold none for this day.
    :raises LookupError: the packs hold no such series.
    """
    found = series(name)
    place = bisect_right([one.since for one in found.rows], on) - 1
    if place < 0:
        raise RateUnknown(
            _("The rate %(series)s is known from %(first)s on; there is none for %(day)s.")
            % {"series": found.name, "first": found.rows[0].since.isoformat(), "day": on.isoformat()}
        )
    row = found.rows[place]
    if row.until and row.until < on:
        raise RateUnknown(
            _("The rate %(series)s is known up to %(last)s; there is none for %(day)s.")
            % {"series": found.name, "last": row.until.isoformat(), "day": on.isoformat()}
        )
    return row


def rate_periods(name: str, since: date, until: date) -> tuple[RatePeriod, ...]:
    """The rates of a series from the one in force on ``since`` to the one in force on ``until``, without a hole.

    :raises RateUnknown: some day between has no rate.
    :raises LookupError: the packs hold no such series.
    """
    periods, day = [], since
    while day <= until:
        row = rate(name, day)
        periods.append(RatePeriod(row.since, row.rate))
        if row.until is None:
            break
        day = row.until + DAY
    return tuple(periods)
