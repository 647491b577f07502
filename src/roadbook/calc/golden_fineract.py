"""Apache Fineract's expected schedules: its product settings as our terms, its rows against ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from roadbook.calc import dates
from roadbook.calc.daycount import DayCount
from roadbook.calc.golden import Mismatch, Record, compare
from roadbook.calc.rounding import Rounding, to_units
from roadbook.calc.schedule import Frequency, Method, Profile, Row, Terms, TermsRefused, build

RATE_PER = {"2": "MONTH", "3": "YEAR", "4": "WHOLE_TERM"}
FREQUENCIES = {"DAYS": Frequency.DAYS, "WEEKS": Frequency.WEEKS, "MONTHS": Frequency.MONTHS, "YEARS": Frequency.YEARS}


def check_record(record: Record) -> list[Mismatch]:
    """Compare every instalment row: date, days, balance, principal, interest and what is due.

    Fees and penalties are taken from the record: it does not tell which charges the product had.
    """
    try:
        rows = list(_rows(terms(record)))
    except TermsRefused as refusal:
        return [Mismatch(None, refusal.field, "a schedule", refusal.message)]
    published = [row for row in record["expected_rows"] if "nr" in row]
    found = compare(None, "number of rows", len(published), len(rows))
    for want, got in zip(published, rows, strict=False):
        found += _check_row(want, got)
    return found


def _check_row(want: dict[str, Any], got: Row) -> list[Mismatch]:
    number = int(want["nr"])
    charged = _minor(want.get("fees", "0")) + _minor(want.get("penalties", "0"))
    figures = (
        ("due_date", want["due_date"], got.due_on.isoformat()),
        ("days", int(want["days"]), got.days),
        ("principal", _minor(want["principal"]), got.principal),
        ("interest", _minor(want["interest"]), got.interest),
        ("due", _minor(want["due"]) - charged, got.total),
        ("balance", _minor(want["balance"]), got.closing),
    )
    return [one for field, expected, mine in figures for one in compare(number, field, expected, mine)]


def _rows(agreed: Terms) -> Iterator[Row]:
    """Give our rows; a down payment is row 0 here and row 1 there."""
    yield from build(agreed).rows


def terms(record: Record) -> Terms:
    """Read the loan and product settings of a record as terms.

    Flat interest of a cumulative loan is charged on the amount before the down payment.
    """
    loan, product = record["loan"], record["product"]
    start = date.fromisoformat(record["disbursement"]["date"])
    amount = _minor(record["disbursement"]["amount"])
    unit = 100 * int(product.get("instalment_amount_in_multiples_of") or 0) or 1
    down = _down_payment(product, amount, unit)
    frequency, every = FREQUENCIES[loan["repay_unit"]], int(loan["repay_every"])
    flat = loan["interest_type"] == "FLAT"
    equal_principal = loan["amortization"] == "EQUAL_PRINCIPAL"
    method = Method.FLAT if flat else Method.EQUAL_PRINCIPAL if equal_principal else Method.ANNUITY
    progressive = product["schedule_type"] == "PROGRESSIVE"
    return Terms(
        principal=amount - down,
        down_payment=down,
        rate=_yearly_rate(loan, product) * (Fraction(amount, amount - down) if flat and not progressive else 1),
        count=int(loan["number_of_repayments"]),
        start_on=start,
        first_due_on=dates.due_dates(start, 2, every, frequency=frequency)[1],
        anchor_day=start.day,
        method=method,
        every_months=every,
        frequency=frequency,
        day_count=_day_count(loan, product, frequency),
        rounding=Rounding.HALF_EVEN,
        unit=unit,
        profile=Profile.FINERACT if progressive and method is Method.ANNUITY else Profile.STANDARD,
        grace_principal=int(loan.get("grace_principal") or 0),
        grace_interest=int(loan.get("grace_interest") or 0),
    )


def _down_payment(product: dict[str, Any], amount: int, unit: int) -> int:
    percent = Fraction(product.get("down_payment_percent") or "0")
    return to_units(amount * percent / 100, Rounding.HALF_EVEN, unit)


def _yearly_rate(loan: dict[str, Any], product: dict[str, Any]) -> Fraction:
    rate = Fraction(str(loan["annual_interest_rate_percent"])) / 100
    per = RATE_PER.get(product["interest_rate_per"], product["interest_rate_per"])
    if per == "MONTH":
        return rate * 12
    if per == "WHOLE_TERM":
        year = {"DAYS": 365, "WEEKS": 52, "MONTHS": 12, "YEARS": 1}[loan["term_unit"]]
        return rate * year / int(loan["term"])
    return rate


def _day_count(loan: dict[str, Any], product: dict[str, Any], frequency: Frequency) -> DayCount:
    """Give the day count that a product's two settings come to, for its kind of schedule."""
    cumulative = product["schedule_type"] == "CUMULATIVE"
    if loan["interest_calculation_period"] == "SAME_AS_REPAYMENT_PERIOD":
        return DayCount.EQUAL_PERIODS
    if product["days_in_year"] == "360":
        months = product["days_in_month"] == "30" and frequency in {Frequency.MONTHS, Frequency.YEARS}
        return DayCount.EQUAL_PERIODS if months else DayCount.ACT_360
    if product["days_in_year"] == "ACTUAL" and not cumulative:
        leap = product.get("days_in_year_custom_strategy") == "FEB_29_PERIOD_ONLY"
        return DayCount.ACT_365L if leap else DayCount.CALENDAR_YEAR
    return DayCount.ACT_365F


def _minor(text: str) -> int:
    return to_units(Decimal(str(text)) * 100)
