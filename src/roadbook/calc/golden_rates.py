"""Published rates, returns and late interest against ours: from a record to what differs.

Where several rates exist the published one must be one of those that we list; which we would choose is our rule's
affair (``calc.irr``). A published figure cut to a few decimals is compared to one unit of its last place.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Any, Protocol

from roadbook.calc import apr, factors, interest, irr, rounding
from roadbook.calc.dates import Frequency
from roadbook.calc.daycount import DayCount
from roadbook.calc.golden import CONVENTIONS, Mismatch, Record, compare
from roadbook.calc.interest import Divisor, Formula, RatePeriod
from roadbook.calc.settlement import Segment

RELATIVE = Decimal("1e-8")
NONE = "no rate"


def check_apr_record(record: Record) -> list[Mismatch]:
    """Compare the rate at the decimals of the publication; the form of the record decides the method."""
    places = int(record["published_decimals"])
    expected = rounding.to_units(Decimal(record["published_apr_percent"]) * 10**places)
    try:
        found = _apr(record)
    except irr.NoRateError as error:
        return [Mismatch(None, "apr", record["published_apr_percent"], f"{NONE}: {error}")]
    if found is None:
        return [Mismatch(None, "time_unit", str(record.get("time_unit")), "not known")]
    got = found.percent(places)
    if expected == rounding.to_units(got * 10**places):
        return []
    return [Mismatch(None, "apr", record["published_apr_percent"], str(got))]


def _apr(record: Record) -> apr.Apr | None:
    if "payments" in record:
        return apr.american(_unit_flows(record), int(record["unit_periods_per_year"]))
    flows = record["cash_flows"]
    amounts = [_cents(flow["amount"]) for flow in flows]
    if "date" not in flows[0]:
        return apr.at_times([Fraction(flow["t_years"]) for flow in flows], amounts)
    dated = [apr.Flow(date.fromisoformat(flow["date"]), amount) for flow, amount in zip(flows, amounts, strict=True)]
    unit = record.get("time_unit", "month")
    if unit in {"act365", "act/365", "day"}:
        return apr.dated(dated)
    units = {"week": Frequency.WEEKS, "month": Frequency.MONTHS, "year": Frequency.YEARS}
    return apr.european(dated, units[unit]) if unit in units else None


def _unit_flows(record: Record) -> list[apr.UnitFlow]:
    """Give advances above and payments below zero, in unit-periods."""
    advances = record.get("advances") or [{"full_units": 0, "fraction": 0, "amount": record["advance"]}]
    signed = [(1, one) for one in advances] + [(-1, one) for one in record["payments"]]
    return [
        apr.UnitFlow(int(one["full_units"]), Fraction(str(one["fraction"])), sign * _cents(one["amount"]))
        for sign, one in signed
    ]


def _cents(text: str) -> int:
    return rounding.to_units(Decimal(text) * 100)


def check_irr_record(record: Record) -> list[Mismatch]:
    """Compare a rate or a value of money in time, to 1e-8 of itself; an expected null means a clear refusal."""
    name = str(record["function"]).upper()
    if name not in FUNCTIONS:
        return [Mismatch(None, "function", name, "not known")]
    published = record["expected"]
    try:
        found = FUNCTIONS[name](record)
    except irr.NoRateError as error:
        return [] if published is None else [Mismatch(None, name, str(published), f"{NONE}: {error}")]
    except LookupError as error:
        return [Mismatch(None, name, str(published), f"not understood: {error}")]
    values = found if isinstance(found, tuple) else (found,)
    if published is not None and any(_agrees(str(published), value) for value in values):
        return []
    return [Mismatch(None, name, NONE if published is None else str(published), ", ".join(map(str, values)))]


def _agrees(published: str, got: float | Decimal) -> bool:
    """Say whether two figures agree to 1e-8, or to one unit of the last decimal that was published."""
    expected = Decimal(published)
    exponent = expected.as_tuple().exponent
    last_place = Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(0)
    return abs(Decimal(got) - expected) <= max(abs(expected) * RELATIVE, last_place)


DAY_COUNTS = {
    **CONVENTIONS,
    "act/365F": DayCount.ACT_365F,
    "act/360": DayCount.ACT_360,
    "act/act ISDA": DayCount.ACT_ACT_ISDA,
    "30/360 SIA": DayCount.THIRTY_360_US,
    "30/360 PSA": DayCount.THIRTY_360_US,
    "30/360 ISDA": DayCount.THIRTY_360_BOND,
    "30E/360": DayCount.THIRTY_E_360,
    "30E/360 ISDA": DayCount.THIRTY_E_360_ISDA,
}


def _dated(record: Record) -> tuple[list[irr.Flow], DayCount]:
    flows: list[irr.Flow] = [(date.fromisoformat(day), Decimal(amount)) for day, amount in record["flows"]]
    return flows, DAY_COUNTS[record.get("day_count", "act/365F")]


def _xirr(record: Record) -> tuple[float, ...]:
    name = record.get("day_count", "act/365F")
    if name in DAY_COUNTS:
        return irr.xrates(*_dated(record))
    days = [date.fromisoformat(day) for day, _ in record["flows"]]
    times = [_plain_years(days[0], day, name) for day in days]
    return irr.roots(times, [float(amount) for _, amount in record["flows"]])


def _plain_years(start: date, end: date, name: str) -> float:
    """Count by a convention that agreements do not use: real days over any number, or years without 29 February.

    :raises LookupError: the name is not of such a convention.
    """
    kind, _, length = name.lower().partition("/")
    leap_days = 0
    if kind == "nl":
        leap_days = sum(1 for n in range((end - start).days) if (start + timedelta(n)).strftime("%m%d") == "0229")
    elif kind != "act":
        raise LookupError(f"day count {name!r} is not known")
    return ((end - start).days - leap_days) / float(length)


def _xnpv(record: Record) -> Decimal:
    return irr.xnpv(Decimal(record["rate"]), *_dated(record))


def _npv(record: Record) -> Decimal:
    first = 0 if record.get("start_from_zero", True) else 1
    rate = record["rate"] if "rate" in record else record["args"]["rate"]
    return irr.npv(_number(rate), _plain_flows(record), first_period=first)


def _irr(record: Record) -> tuple[float, ...]:
    return irr.rates(_plain_flows(record))


def _plain_flows(record: Record) -> list[Decimal]:
    flows = record["flows"] if "flows" in record else record["args"]["values"]
    return [Decimal(str(flow)) for flow in flows]


def _mirr(record: Record) -> Decimal:
    args = record.get("args", record)
    return factors.modified_rate(_plain_flows(record), _number(args["finance_rate"]), _number(args["reinvest_rate"]))


def _number(value: Any) -> Decimal:
    """Read "0.08/12" as what it says."""
    parts = [Decimal(part) for part in str(value).split("/")]
    return reduce(operator.truediv, parts)


def _equal_payments(function: Callable[..., float | Decimal], *names: str) -> Callable[[Record], float | Decimal]:
    """Make a check of a spreadsheet function: its named arguments in order, then the end of the period that pays."""

    def check(record: Record) -> float | Decimal:
        args = record["args"]
        given = [_number(args[name]) for name in names if name in args]
        whole = [int(value) if name in COUNTS else value for name, value in zip(names, given, strict=False)]
        return function(*whole, advance=_in_advance(args))

    return check


def _in_advance(args: dict[str, Any]) -> bool:
    if "pmt_at_beginning" in args:
        return bool(args["pmt_at_beginning"])
    return str(args.get("when", args.get("type", 0))) in {"1", "begin", "beginning", "start"}


COUNTS = {"nper", "per", "start", "end"}
FUNCTIONS: dict[str, Callable[[Record], float | Decimal | tuple[float, ...]]] = {
    "IRR": _irr,
    "XIRR": _xirr,
    "NPV": _npv,
    "XNPV": _xnpv,
    "MIRR": _mirr,
    "PMT": _equal_payments(factors.payment, "rate", "nper", "pv", "fv"),
    "IPMT": _equal_payments(factors.interest_part, "rate", "per", "nper", "pv", "fv"),
    "PPMT": _equal_payments(factors.principal_part, "rate", "per", "nper", "pv", "fv"),
    "PV": _equal_payments(factors.present_value, "rate", "nper", "pmt", "fv"),
    "FV": _equal_payments(factors.future_value, "rate", "nper", "pmt", "pv"),
    "NPER": _equal_payments(factors.number_of_periods, "rate", "pmt", "pv", "fv"),
    "RATE": _equal_payments(factors.rate_of, "nper", "pmt", "pv", "fv"),
    "CUMIPMT": _equal_payments(factors.cumulative_interest, "rate", "nper", "pv", "start", "end"),
    "CUMPRINC": _equal_payments(factors.cumulative_principal, "rate", "nper", "pv", "start", "end"),
}


class Law(Protocol):
    """What the packs of the countries say of late interest; calc is told, it does not look."""

    def formula(self, country: str, kind: str, start: date, end: date) -> Formula:
        """Give the formula of a kind of late interest in a country, for the days after ``start`` up to ``end``.

        :raises LookupError: there is no rule, or no rate for one of the days.
        """

    def due_date(self, country: str, day: date) -> date:
        """Give the day on which a debt that falls due on ``day`` is really due."""


def check_late_interest_record(record: Record, law: Law) -> list[Mismatch]:
    """Compare late interest to the cent, and the days where they are published.

    The form of a record decides: stretches with their own rates; a first and a last day, both counted; or a due date,
    moved off holidays as the country does, and the day of payment.
    """
    try:
        found = _from_segments(record) if "segments" in record else _from_dates(record, law)
    except (LookupError, interest.InterestRefused) as error:
        return [Mismatch(None, "interest", record["expected_interest"], str(error))]
    differs = compare(None, "interest", _cents(record["expected_interest"]), found.amount)
    if record.get("expected_days") is not None:
        differs += compare(None, "days", int(record["expected_days"]), sum(part.days for part in found.parts))
    return differs


def _from_segments(record: Record) -> interest.LateInterest:
    """Price stretches of days one after the other, each with its rate, as one debt of changing size."""
    day, stretches, rates = date(2001, 1, 1), [], []
    for one in record["segments"]:
        end = day + timedelta(int(one["days"]))
        stretches.append(Segment(start=day, end=end, outstanding=_cents(one["principal"])))
        rates.append(RatePeriod(day + timedelta(1), Fraction(one["percent"]) / 100))
        day = end
    divisor = Divisor.FIXED_360 if "/360" in record["kind"] else Divisor.FIXED_365
    return interest.late_interest(stretches, Formula(code="given", rates=tuple(rates), divisor=divisor))


def _from_dates(record: Record, law: Law) -> interest.LateInterest:
    if "from_date" in record:
        start = date.fromisoformat(record["from_date"]) - timedelta(1)
    else:
        start = law.due_date(record["country"], date.fromisoformat(record["due_date"]))
    end = date.fromisoformat(record["to_date"] if "to_date" in record else record["paid_date"])
    formula = law.formula(record["country"], record["kind"].lower(), start, max(start, end))
    if end <= start:
        return interest.late_interest([], formula)
    return interest.late_interest([Segment(start=start, end=end, outstanding=_cents(record["principal"]))], formula)
