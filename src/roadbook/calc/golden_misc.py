"""Published schedules and instalments of many sources: each kind of record as our terms, its figures against ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from roadbook.calc import dates
from roadbook.calc.daycount import DayCount, year_fraction
from roadbook.calc.golden import CONVENTIONS, Mismatch, Record, compare
from roadbook.calc.rounding import Rounding, divide, to_units
from roadbook.calc.schedule import (
    Frequency,
    Method,
    NoSolution,
    Remainder,
    ResidualDue,
    Stream,
    Terms,
    TermsRefused,
    Unknown,
    build,
    solve,
)

DAY = date(2025, 1, 1)
DAY_COUNTS = CONVENTIONS | {
    "US 30U/360": DayCount.THIRTY_360_US,
    "actual/actual by calendar year": DayCount.CALENDAR_YEAR,
}
EVERY = {"monthly": 1, "quarterly": 3, "semi-annually": 6, "annually": 12}

Checks = list[Mismatch]


def check_record(record: Record) -> Checks:
    """Compare a record by its kind; a kind that we do not know, or terms that we refuse, is a mismatch."""
    kind = record["kind"]
    check = next((check for prefix, check in KINDS if kind.startswith(prefix)), None)
    if check is None:
        return [Mismatch(None, "kind", kind, "not supported")]
    try:
        return list(check(record))
    except (TermsRefused, NoSolution) as refusal:
        return [Mismatch(None, "terms", "a schedule", str(refusal))]


def _minor(value: Any) -> int:
    return to_units(Decimal(str(value)) * 100)


def _rate(given: dict[str, Any], key: str = "annual_rate_percent") -> Fraction:
    return Fraction(str(given[key])) / 100


def _terms(given: dict[str, Any], **more: Any) -> Terms:
    plain: dict[str, Any] = {
        "principal": _minor(given.get("principal") or given.get("amount") or 0),
        "count": int(given.get("instalments") or given.get("months") or 0),
        "start_on": DAY,
        "first_due_on": dates.add_months(DAY, 1),
        "rate": _rate(given) if "annual_rate_percent" in given else Fraction(0),
    }
    return Terms(**(plain | more))


def _period_interest(record: Record) -> Iterator[Mismatch]:
    given = record["parameters"]
    start, end = date.fromisoformat(given["start"]), date.fromisoformat(given["end"])
    time = year_fraction(start, end, DAY_COUNTS[given["day_count"]])
    interest = to_units(_minor(given["amount"]) * _rate(given) * time)
    yield from compare(None, "interest", _minor(record["expected"]), interest)


def _total_interest(record: Record) -> Iterator[Mismatch]:
    """Compare all interest of a loan paid on one day of the month; the annuity is that of equal months."""
    given = record["parameters"]
    if given.get("early_date") or given.get("calendar"):
        yield Mismatch(None, "total interest", record["expected"], "not supported")
        return
    start, day = date.fromisoformat(given["issue_date"]), int(given["payment_day"])
    convention = DAY_COUNTS[given.get("day_count", "actual/actual by calendar year")]
    due = {"first_due_on": dates.add_months(start, 1, anchor_day=day), "anchor_day": day, "start_on": start}
    terms = _terms(given, **due)
    if "interest-only" in record["kind"]:
        terms = replace(terms, method=Method.INTEREST_ONLY, day_count=convention)
    else:
        fixed = given.get("fixed_payment")
        terms = replace(terms, day_count=convention, payment=_minor(fixed) if fixed else build(terms).payment)
    yield from compare(None, "total interest", _minor(record["expected"]), build(terms).total_interest)


def _whole_units(record: Record) -> Iterator[Mismatch]:
    """Compare a table shown in whole currency units (computed in cents), the instalment rounded up to a unit."""
    given, expected = record["parameters"], record["expected"]
    plan = build(_terms(given, unit=100, payment_rounding=Rounding.CEILING))
    found = {"payment": plan.payment, "total_interest": plan.total_interest, "total_payment": plan.total}
    for field, value in found.items():
        if field in expected:
            yield from compare(None, field, int(expected[field]), divide(value, 100))
    base = int(record.get("row_index_base", 1))
    for key, row in expected.get("rows", {}).items():
        got = plan.row(int(key) - base + 1)
        mine = {"principal": got.principal, "interest": got.interest, "balance": got.closing, "total": got.total}
        for field, value in row.items():
            yield from compare(int(key), field, int(value), divide(mine[field], 100))


def _first_split(record: Record) -> Iterator[Mismatch]:
    """Compare row 1 where the lender rounds the instalment up to the whole currency unit."""
    plan = build(_terms(record["parameters"], unit=100, payment_rounding=Rounding.CEILING))
    expected, row = record["expected"], plan.rows[0]
    yield from compare(1, "interest", _minor(expected["first_interest"]), row.interest)
    yield from compare(1, "principal", _minor(expected["first_principal"]), row.principal)


def _due_dates(record: Record) -> Iterator[Mismatch]:
    given, expected = record["parameters"], record["expected"]
    start, rule = date.fromisoformat(given["start"]), given.get("rule", "")
    month_end = "end of" in rule
    first = dates.month_end(start) if "current month" in rule else dates.add_months(start, 1)
    if "start of" in rule:
        first = dates.add_months(start, 1, anchor_day=1)
    anchor = None if month_end or first.day == 1 else start.day
    due = dates.due_dates(first, int(given["n"]), end_of_month=month_end, anchor_day=anchor)
    for field, index in (("first", 0), ("second", 1), ("last", -1)):
        if field in expected:
            yield from compare(None, field, expected[field], due[index].isoformat())


def _mortgage(record: Record) -> Iterator[Mismatch]:
    """Compare equal with falling instalments; totals only where the source's own add up."""
    given, expected = record["parameters"], record["expected"]
    equal = build(_terms(given))
    falling = build(_terms(given, method=Method.EQUAL_PRINCIPAL, remainder=Remainder.SPREAD))
    figures = {
        "equal_instalment": equal.payment,
        "decreasing_first": falling.rows[0].total,
        "decreasing_last": falling.rows[-1].total,
    }
    if record.get("total_interest_reproduced", True):
        figures |= {
            "equal_total_interest": equal.total_interest,
            "decreasing_total_interest": falling.total_interest,
        }
    for field, value in figures.items():
        if field in expected:
            yield from compare(None, field, _minor(expected[field]), value)
    for want in expected.get("first_rows", []):
        row = equal.row(int(want["nr"]))
        mine = (
            ("payment", row.total),
            ("capital", row.principal),
            ("interest", row.interest),
            ("balance", row.closing),
        )
        for field, value in mine:
            yield from compare(row.number, field, _minor(want[field]), value)


def _weekly(record: Record) -> Iterator[Mismatch]:
    given = record["parameters"]
    rate = _rate(given, "implied_nominal_annual_percent") * 52 / int(given.get("periods_per_year", 52))
    terms = _terms(given, count=int(given["weeks"]), rate=rate, frequency=Frequency.WEEKS)
    yield from compare(None, "payment", _minor(record["expected"]), build(terms).payment)


def _balloon(record: Record) -> Iterator[Mismatch]:
    """Find the rate of equal instalments with a last one of its own, and compound its months to a yearly rate."""
    given, expected = record["parameters"], record["expected"]
    count = int(given["payments"])
    last = int(given.get("final_payment_month", count + 1))
    place = ResidualDue.OWN_ROW if last > count else ResidualDue.WITH_LAST
    terms = _terms(
        given,
        principal=_minor(given["amount_of_credit"]),
        count=count,
        residual=_minor(given["final_payment"]),
        residual_due=place,
        payment=_minor(given["payment"]),
    )
    rate = solve(terms, Unknown.RATE).value
    apr = ((1 + Fraction(rate) / 12) ** 12 - 1) * 100
    places = len(expected["apr_percent"].partition(".")[2])
    want = to_units(Fraction(expected["apr_percent"]) * 10**places)
    yield from compare(None, "apr_percent", want, to_units(apr * 10**places))


def _vat(record: Record) -> Iterator[Mismatch]:
    given, expected = record["parameters"], record["expected"]
    net = _minor(given["net"])
    for year in (key.removeprefix("vat_") for key in given if key.startswith("vat_")):
        vat = Stream("vat", rate=Fraction(given[f"vat_{year}"]) / 100)
        row = build(_terms({"principal": given["net"]}, count=1, streams=(vat,))).rows[0]
        yield from compare(1, "net", net, row.total)
        yield from compare(1, f"gross_{year}", _minor(expected[f"gross_{year}"]), row.due)


def _table(record: Record) -> Iterator[Mismatch]:
    """Compare a table whose rate was solved back from the rounded instalments, so that no row takes a remainder."""
    given, rows = record["parameters"], record["rows"]
    paid = [row for row in rows if row["label"].startswith("Instalment")]
    due = tuple(date.fromisoformat(row["date"]) for row in paid)
    weights = tuple(Fraction(str(weight)) for weight in given.get("weights", []))
    start = date.fromisoformat(rows[0]["date"])
    agreed = _terms(
        given,
        start_on=start,
        first_due_on=due[0],
        due_on=due,
        advance=due[0] == start,
        day_count=DAY_COUNTS[given["day_count"]],
        factors=weights,
        remainder=Remainder.INTEREST,
        interest_every=EVERY[given.get("compounding", "monthly")],
    )
    regular = build(agreed).payment
    amounts = [to_units(weight * regular) for weight in weights] or [regular] * len(due)
    implicit = solve(replace(agreed, method=Method.GIVEN, payments=tuple(amounts), factors=()), Unknown.RATE)
    mine = {row.due_on: row for row in implicit.schedule.rows}
    yield from _check_table(rows, mine)


def _check_table(rows: list[dict[str, str]], mine: dict[date, Any]) -> Iterator[Mismatch]:
    """Compare each day of a table: what was paid, the interest charged and the balance after it."""
    for index, (row, after) in enumerate(pairwise([*rows, {"date": ""}])):
        day = date.fromisoformat(row["date"])
        if day not in mine or index == 0:
            continue
        got = mine[day]
        if row["label"].startswith("Instalment"):
            yield from compare(got.number, "amount", _minor(row["amount"]), got.total)
        if after["date"] != row["date"]:
            yield from compare(got.number, "interest", -_minor(row["interest"]), got.interest)
            yield from compare(got.number, "balance", -_minor(row["capital_balance"]), got.closing)


KINDS: tuple[tuple[str, Callable[[Record], Iterator[Mismatch]]], ...] = (
    ("amortisation table (rounded to units)", _whole_units),
    ("amortisation table", _table),
    ("interest for period", _period_interest),
    ("total interest", _total_interest),
    ("first instalment split", _first_split),
    ("due dates", _due_dates),
    ("mortgage", _mortgage),
    ("weekly annuity", _weekly),
    ("balloon", _balloon),
    ("lease payment VAT", _vat),
)
