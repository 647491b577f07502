"""Published figures against ours: pure functions from a record to what differs. Reading files is the tool's work."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from roadbook.calc import dates
from roadbook.calc.daycount import DayCount, days, year_fraction
from roadbook.calc.rounding import Rounding, to_units

Record = dict[str, Any]
ACTUS = "roadbook.calc.golden_actus"


@dataclass(frozen=True)
class Mismatch:
    """A figure that differs: its row (None: of the whole record) and field, what is published, what we get."""

    row: int | None
    field: str
    expected: str
    got: str


def is_claimed(record: Record) -> bool:
    """Say whether a record must reproduce: its collectors did not mark it as not understood or contradictory."""
    doubts = [record.get(key) is False for key in ("understood", "reproduces", "balances_agree")]
    return not any(doubts) and record.get("expected_valid", True) is not None


def compare(row: int | None, field: str, expected: object, got: object) -> list[Mismatch]:
    """Give one mismatch where two plain values differ."""
    return [] if expected == got else [Mismatch(row, field, str(expected), str(got))]


def series_records(data: Record) -> Iterator[Record]:
    """Give the rows of named series as records: each with its series, its id and the day on which the next row begins.

    The form is ``{"series": [{"effective_from": day, "percent": figure, …}, …], …}``; other entries are notes.
    """
    for name, rows in data.items():
        if isinstance(rows, list) and rows and all(isinstance(row, dict) and "effective_from" in row for row in rows):
            following = [*(row["effective_from"] for row in rows[1:]), None]
            for row, next_from in zip(rows, following, strict=True):
                yield {"id": f"{name} {row['effective_from']}", "series": name, "next_from": next_from, **row}


CONVENTIONS = {
    "30/360 BondBasis": DayCount.THIRTY_360_BOND,
    "30/360 USA": DayCount.THIRTY_360_US,
    "30/360 US": DayCount.THIRTY_360_US,
    "30/360 EurobondBasis": DayCount.THIRTY_E_360,
    "30/360 European": DayCount.THIRTY_E_360,
    "30E/360": DayCount.THIRTY_E_360,
    "30/360 ISDA": DayCount.THIRTY_E_360_ISDA,
    "30/360 German": DayCount.THIRTY_E_360_ISDA,
    "30E/360 ISDA": DayCount.THIRTY_E_360_ISDA,
    "Actual/Actual AFB": DayCount.ACT_ACT_AFB,
    "Actual/Actual ISDA": DayCount.ACT_ACT_ISDA,
    "Actual/365 (Fixed)": DayCount.ACT_365F,
    "Actual/365F": DayCount.ACT_365F,
    "Actual/360": DayCount.ACT_360,
    # This source gives each day to the year of its start, as ISDA does.
    "ACT by calendar year (365/366), RU bank practice": DayCount.ACT_ACT_ISDA,
}


def check_daycount_record(record: Record) -> list[Mismatch]:
    """Compare days exactly, fractions to 1e-12, interest to the unit, EU intervals and roundings exactly."""
    name = record["convention"]
    special = {"EU APR interval": _check_interval, "EU APR rounding": _check_rounding}
    for prefix, check in special.items():
        if name.startswith(prefix):
            return check(record)
    if name not in CONVENTIONS:
        return [Mismatch(None, "convention", name, "not known")]
    return _check_convention(record, CONVENTIONS[name])


def _check_convention(record: Record, convention: DayCount) -> list[Mismatch]:
    start, end = date.fromisoformat(record["start"]), date.fromisoformat(record["end"])
    last = record.get("termination_date")
    maturity = date.fromisoformat(last) if last else None
    found = []
    if record.get("expected_days") is not None:
        found += compare(None, "days", record["expected_days"], days(start, end, convention, maturity=maturity))
    fraction = year_fraction(start, end, convention, maturity=maturity)
    if record.get("expected_year_fraction") is not None:
        published = Fraction(record["expected_year_fraction"])
        if abs(fraction - published) > Fraction(1, 10**12):
            found.append(
                Mismatch(None, "year_fraction", str(record["expected_year_fraction"]), f"{float(fraction):.12f}")
            )
    if record.get("expected_interest") is not None:
        interest = Fraction(record["principal"]) * Fraction(record["rate"]) * fraction
        found += compare(None, "interest", _cents(record["expected_interest"]), to_units(interest * 100))
    return found


def _check_interval(record: Record) -> list[Mismatch]:
    start, end = date.fromisoformat(record["start"]), date.fromisoformat(record["end"])
    periods, rest, year = dates.whole_periods(start, end, dates.Frequency(record["unit"] + "s"))
    found = compare(None, "periods", record["expected_periods"], periods)
    found += compare(None, "days", record["expected_days"], rest)
    if record["expected_denominator"] is not None:
        found += compare(None, "denominator", record["expected_denominator"], year)
    return found


def _check_rounding(record: Record) -> list[Mismatch]:
    value, found = Fraction(record["value"]), []
    for places in range(7):
        published = record.get(f"expected_{places}dp")
        if published is not None:
            got = to_units(value * 10**places, Rounding.HALF_UP)
            found += compare(None, f"{places} places", to_units(Fraction(published) * 10**places), got)
    return found


def _cents(text: str) -> int:
    return to_units(Decimal(text) * 100)


def check_schedule_record(record: Record) -> list[Mismatch]:
    """Compare a published schedule with ours, by the form of the record: Fineract, ACTUS or one of many others."""
    return _schedule_check(record)(record)


def _schedule_check(record: Record) -> Callable[[Record], list[Mismatch]]:
    from roadbook.calc import golden_fineract, golden_misc

    if "expected_rows" in record:
        return golden_fineract.check_record
    if "kind" in record:
        return golden_misc.check_record
    check: Callable[[Record], list[Mismatch]] = importlib.import_module(ACTUS).check_actus_record
    return check
