"""Rules of late interest, by country and code: what the law adds to which rate, and how the days are counted.

A rule is a row of ``data/late_interest`` that counts from one day to another and names its law. Several rows of one
code follow each other (Bulgaria left its base rate for that of the ECB on 2026-01-01); a formula joins them. The
formula itself is ``calc.interest``; nothing is computed here but the rate: factor x (rate of the series + margin).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.calc import interest
from roadbook.calc.interest import Divisor, Formula, RatePeriod
from roadbook.calc.rounding import Rounding

from . import dated
from .packs import holidays
from .rates import DAY, RateUnknown, rate, rate_periods

SATURDAY, SUNDAY = 5, 6


class Reset(StrEnum):
    """When a change of the series reaches the rate: at once, or only on 1 January and 1 July."""

    AS_CHANGED = "as_changed"
    HALF_YEARLY = "half_yearly"


@dataclass(frozen=True, kw_only=True)
class LateInterestRule:
    """How a law sets late interest from ``valid_from`` up to and including ``valid_until`` (None: open).

    The yearly rate, a fraction of one, is ``factor`` x (rate of ``series`` + ``margin``); without a series it is the
    margin. ``base`` is the amount that earns: the main claim is what is due and unpaid, VAT with it.
    ``compensation`` names the limit that holds the flat cost of recovery, empty where the law has none.
    ``audience`` is ``any``, ``consumer`` or ``commercial``.
    """

    country: str
    code: str
    audience: str
    valid_from: date
    valid_until: date | None
    series: str
    margin: Fraction
    factor: int
    reset: Reset
    divisor: Divisor
    round_each_rate_period: bool
    rounding: Rounding
    grace_days: int
    base: str
    interest_on_interest: str
    interest_on_interest_law: str
    compensation: str
    counting: str
    law: str
    confidence: str
    as_of: date

    def rate_periods(self, since: date, until: date) -> tuple[RatePeriod, ...]:
        """The rates of the days from ``since`` to ``until`` that this rule counts on, ready to join with the next's.

        :raises RateUnknown: the series has a hole there.
        """
        first = max(since, self.valid_from)
        last = min(until, self.valid_until) if self.valid_until else until
        if last < first:
            return ()
        if not self.series:
            base: tuple[RatePeriod, ...] = (RatePeriod(self.valid_from, Fraction(0)),)
        elif self.reset is Reset.HALF_YEARLY:
            base = tuple(RatePeriod(day, rate(self.series, day).rate) for day in interest.half_years(first, last))
        else:
            base = rate_periods(self.series, first, last)
        return interest.derived(base, margin=self.margin, factor=self.factor, since=self.valid_from)


@cache
def late_interest_rules(country: str) -> tuple[LateInterestRule, ...]:
    """All rules of a country, in order of days within each code.

    :raises LookupError: the packs hold none for the country.
    """
    data = dated.read("late_interest", country)
    return tuple(_rule(country, data, {**data["common"], **row}) for row in data["rules"])


def _rule(country: str, data: dict[str, Any], row: dict[str, Any]) -> LateInterestRule:
    return LateInterestRule(
        country=country,
        code=row["code"],
        audience=row["audience"],
        valid_from=date.fromisoformat(row["from"]),
        valid_until=dated.day(row["to"]),
        series=row["series"],
        margin=Fraction(row["margin_points"]) / 100,
        factor=row.get("factor", 1),
        reset=Reset(row["reset"]),
        divisor=Divisor(row["divisor"]),
        round_each_rate_period=row["round_each_rate_period"],
        rounding=Rounding(row["rounding"]),
        grace_days=row["grace_days"],
        base=row["base"],
        interest_on_interest=row["interest_on_interest"],
        interest_on_interest_law=row["interest_on_interest_law"],
        compensation=row.get("compensation", ""),
        counting=row["counting"],
        law=row["law"],
        confidence=row["confidence"],
        as_of=date.fromisoformat(data["as_of"]),
    )


def late_interest_code(country: str, *, commercial: bool, cap: bool = False) -> str:
    """The rule that counts where nothing was agreed; with ``cap`` the one that bounds what was, empty if none does.

    :raises LookupError: the country has no such rule (the Union regulates no late interest of consumers).
    """
    applies = dated.read("late_interest", country)["applies"]
    audience = "commercial" if commercial else "consumer"
    if audience not in applies:
        raise LookupError(f"no rule of late interest for {audience} debts in {country!r}")
    return str(applies[audience]["cap" if cap else "rule"])


def late_interest_rule(country: str, code: str, on: date) -> LateInterestRule:
    """The rule of a code that counts on a day.

    :raises RateUnknown: the rule did not count, or not any longer, on that day.
    :raises LookupError: the country has no rule of this code.
    """
    known = _known(country, code)
    found = [one for one in known if dated.covers(one.valid_from, one.valid_until, on)]
    if not found:
        raise _outside(known[0], on)
    return found[0]


def _known(country: str, code: str) -> list[LateInterestRule]:
    found = [one for one in late_interest_rules(country) if one.code == code]
    if not found:
        raise LookupError(f"no rule of late interest {code!r} in {country!r}")
    return found


def _outside(first: LateInterestRule, on: date) -> RateUnknown:
    text = _("Late interest in %(country)s is known from %(first)s on; there is no rule for %(day)s.")
    return RateUnknown(text % {"country": first.country, "first": first.valid_from, "day": on})


@lru_cache(maxsize=1024)
def late_interest_rates(country: str, code: str, since: date, until: date) -> tuple[RatePeriod, ...]:
    """The yearly rates of a rule, fractions of one, for every day from ``since`` to ``until``.

    :raises RateUnknown: some day between has no rule or no rate.
    :raises LookupError: the country has no rule of this code.
    """
    late_interest_rule(country, code, since)
    return tuple(one for rule in _known(country, code) for one in rule.rate_periods(since, until))


def late_interest_formula(
    country: str, code: str, *, since: date, until: date, agreed: Sequence[RatePeriod] = (), cap: str = ""
) -> Formula:
    """The formula of a debt that is overdue from ``since`` (its first day of delay) to ``until``.

    ``agreed`` are the rates of the contract, which stand in place of the law's; ``cap`` is the code that bounds them.
    The days, the divisor and the rounding are the law's in either case. One formula serves all debts of a code that
    became overdue on ``since`` or later.

    :raises RateUnknown: some day between has no rule or no rate.
    :raises LookupError: the country has no rule of this code.
    """
    rule = late_interest_rule(country, code, since)
    return Formula(
        code=f"{country.lower()}.{code}" + (".agreed" if agreed else ""),
        rates=tuple(agreed) or late_interest_rates(country, code, since, until),
        caps=late_interest_rates(country, cap, since, until) if cap else (),
        divisor=rule.divisor,
        round_each_rate_period=rule.round_each_rate_period,
        rounding=rule.rounding,
        grace_days=rule.grace_days,
        until=until,
    )


def shifted_due_date(country: str, day: date) -> date:
    """The day on which a debt that falls due on a day off is really due, by the country's law.

    :raises LookupError: the packs hold no rules of late interest for the country.
    """
    shift = dated.read("late_interest", country)["shift"]
    if shift is None:
        return day
    saturdays_from = date.fromisoformat(shift["saturdays_from"])
    while _is_free(country, day, saturdays_from):
        day += DAY
    return day


def _is_free(country: str, day: date, saturdays_from: date) -> bool:
    is_saturday = day.weekday() == SATURDAY and day >= saturdays_from
    return is_saturday or day.weekday() == SUNDAY or day in holidays(country, (day.year,))
