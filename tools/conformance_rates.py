"""The ``rates`` and ``late-interest`` suites: what the country packs hold against what was published.

A record of a rate counts from its day until the next record of its series. The packs must hold it on its day and hold
no other on any later day of it; where a series is fixed for a month only, they may refuse a later day. A record with
``percent: null`` says that nothing was published: the packs must refuse its day.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.conf import settings

from roadbook.apps.jurisdictions import queries
from roadbook.calc import golden_rates
from roadbook.calc.golden import Mismatch, compare
from roadbook.calc.interest import Formula

Record = dict[str, Any]
DAY = timedelta(1)
SHIFTED = {"PL"}  # public calculators elsewhere take the due date as it is given
HEALTH = "PL_commercial_health"
RULES = {
    "PL_statutory_capital": ("PL", "capital"),
    "PL_statutory_delay": ("PL", "delay"),
    "PL_commercial_transactions": ("PL", "commercial"),
    HEALTH: ("PL", "commercial_health"),
    "BG_legal_interest": ("BG", "legal"),
}


def check_rate_record(record: Record) -> list[Mismatch]:
    """Compare one published row: its rate, maximum, rate for public health entities, base, margin and divisor."""
    _configure()
    series, first = record["series"], date.fromisoformat(record["effective_from"])
    last = date.fromisoformat(record["next_from"]) - DAY if record["next_from"] else first
    if record["percent"] is None:
        return _refused(series, first)
    found = _held(series, "percent", record["percent"], first, last)
    if "percent_public_health_entity" in record:
        found += _held(HEALTH, "percent_public_health_entity", record["percent_public_health_entity"], first, last)
    return found + _derived(record, series, first, last)


def _refused(series: str, day: date) -> list[Mismatch]:
    try:
        return [Mismatch(None, "percent", "no rate", _percent(queries.rate(series, day).rate))]
    except queries.RateUnknown:
        return []


def _held(series: str, field: str, percent: str, first: date, last: date) -> list[Mismatch]:
    expected, day = Fraction(percent) / 100, first
    while day <= last:
        try:
            row = queries.rate(series, day)
        except queries.RateUnknown as error:
            if day > first and queries.series(series).holds == "month":
                return []
            return [Mismatch(None, f"{field} on {day}", percent, str(error))]
        if row.rate != expected:
            return [Mismatch(None, f"{field} on {day}", percent, _percent(row.rate))]
        day = min(row.until, last) + DAY if row.until else last + DAY
    return []


def _derived(record: Record, series: str, first: date, last: date) -> list[Mismatch]:
    """Compare what the rules of late interest make of their base rate with the published rate and its parts."""
    if series not in RULES:
        return []
    country, code = RULES[series]
    found = _ruled((country, code), "percent", record["percent"], first, last)
    if record.get("max_percent") is not None:
        found += _ruled((country, f"{code}_max"), "max_percent", record["max_percent"], first, last)
    rule = queries.late_interest_rule(country, code, first)
    if record.get("add_pp") is not None:
        found += compare(None, "add_pp", Fraction(record["add_pp"]) / 100, rule.margin)
    if record.get("day_basis") is not None:
        found += compare(None, "day_basis", str(record["day_basis"]), rule.divisor.value)
    if record.get("base_percent") is not None:
        base = queries.rate(rule.series, first).rate
        found += compare(None, "base_percent", Fraction(record["base_percent"]) / 100, base)
    return found


def _ruled(rule: tuple[str, str], field: str, percent: str, first: date, last: date) -> list[Mismatch]:
    periods = queries.late_interest_rates(*rule, first, last)
    differs = [one for one in periods if one.rate != Fraction(percent) / 100]
    return [Mismatch(None, f"{field} by rule", percent, _percent(one.rate)) for one in differs[:1]]


def _percent(rate: Fraction) -> str:
    return f"{float(rate * 100):.2f}"


class Packs:
    """The law of the country packs, as ``calc.golden_rates`` asks for it."""

    def formula(self, country: str, kind: str, start: date, end: date) -> Formula:
        """Give the formula of a kind in words; its rates reach from the first day of delay to the last."""
        since = min(start + DAY, end)
        return queries.late_interest_formula(country, _code(country, kind), since=since, until=end)

    def due_date(self, country: str, day: date) -> date:
        """Move a due date off days off, where public calculators of the country do."""
        return queries.shifted_due_date(country, day) if country in SHIFTED else day


def _code(country: str, kind: str) -> str:
    if country != "PL":
        return {"BG": "legal", "RU": "art395", "EU": "late_payment"}.get(country, "")
    if "commercial" in kind:
        return "commercial_health" if "health" in kind else "commercial"
    code = "capital" if "capital" in kind else "delay"
    return f"{code}_max" if "max" in kind else code


def check_late_interest_record(record: Record) -> list[Mismatch]:
    """Compare one published late interest with what the packs' rules give."""
    _configure()
    return golden_rates.check_late_interest_record(record, Packs())


def _configure() -> None:
    if not settings.configured:
        settings.configure(USE_I18N=False)
