"""Solve a schedule backwards: which payment, principal, rate, term or residual value makes the others fit.

The exact instalment (of equal principal and flat interest: the first one) is linear in the financed amount and in the
residual value, so those two are solved by division; the rate by bisection over whole millionths of a millionth, because
the instalment rises with the rate; the term by bisection over rows, because the instalment falls with their number.
Nothing is a float.

>>> from datetime import date
>>> terms = Terms(principal=1_200_000, rate=Fraction(12, 100), count=12, method=Method.EQUAL_PRINCIPAL,
...               start_on=date(2025, 1, 15), first_due_on=date(2025, 2, 15))
>>> solve(terms, Unknown.TERM, payment=112_000).value, solve(terms, Unknown.RATE, payment=106_000).value
(12, Fraction(3, 50))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from roadbook.calc.rounding import Rounding, to_units
from roadbook.calc.schedule import annuity, checks
from roadbook.calc.schedule.build import build
from roadbook.calc.schedule.enums import Method, Remainder, ResidualDue
from roadbook.calc.schedule.periods import Period, periods
from roadbook.calc.schedule.result import Schedule
from roadbook.calc.schedule.terms import Terms, TermsRefused

RATE_STEP = Fraction(1, 10**12)
HIGHEST_RATE = Fraction(10)
LONGEST = checks.LONGEST


class Unknown(StrEnum):
    """What is solved for."""

    PAYMENT = "payment"
    PRINCIPAL = "principal"
    RATE = "rate"
    TERM = "term"
    RESIDUAL = "residual"


class NoSolution(Exception):  # noqa: N818 - reads as a sentence: "except NoSolution"
    """No value fits: ``bound`` names the limit that was hit, ``message`` (English) says what it means."""

    def __init__(self, unknown: Unknown, bound: str, message: str) -> None:
        super().__init__(f"no {unknown.value}: {message}")
        self.unknown = unknown
        self.bound = bound
        self.message = message


@dataclass(frozen=True)
class Solution:
    """The value found, the terms that hold it, and their schedule.

    ``value`` is minor units for a payment, principal or residual, a yearly rate, or a number of rows.
    """

    unknown: Unknown
    value: int | Fraction
    terms: Terms
    schedule: Schedule


def solve(terms: Terms, unknown: Unknown, *, payment: int | None = None) -> Solution:
    """Find the unknown; what the terms hold in its place is ignored.

    ``payment`` (minor units; otherwise that of the terms) is the regular instalment that is to result. For a rate the
    terms may also give all amounts (method GIVEN).

    :raises NoSolution: no value fits, with the bound that was hit.
    :raises TermsRefused: the terms are wrong, or do not say what is needed.
    """
    if unknown is Unknown.RATE and terms.method is Method.GIVEN:
        return _solution(unknown, _rate(lambda rate: -_left(replace(terms, rate=rate))), terms)
    if terms.method not in LEVELS:
        raise TermsRefused("method", f"{terms.method.value} is not solved backwards (a rate: also given amounts)")
    if terms.method is not Method.ANNUITY and not terms.is_level:
        raise TermsRefused("method", f"{terms.method.value} is solved without grace, pattern and changes only")
    plain = replace(terms, payment=None)
    if unknown is Unknown.PAYMENT:
        return _solution(unknown, build(plain).payment, plain)
    wanted = terms.payment if payment is None else payment
    if wanted is None:
        raise TermsRefused("payment", "the regular instalment that is to result is needed")
    return _solution(unknown, _FINDERS[unknown](plain, wanted), plain)


def _solution(unknown: Unknown, value: int | Fraction, terms: Terms) -> Solution:
    changes: dict[str, Any] = {} if unknown is Unknown.PAYMENT else {_FIELDS[unknown]: value}
    found = replace(terms, **changes)
    return Solution(unknown, value, found, build(_last_open(found)))


def _last_open(terms: Terms) -> Terms:
    """Leave the last of given amounts open, unless its interest takes the cents that no rate can place."""
    held = not terms.payments or terms.remainder is Remainder.INTEREST
    return terms if held else replace(terms, payments=terms.payments[: terms.count - 1])


_FIELDS = {Unknown.PRINCIPAL: "principal", Unknown.RATE: "rate", Unknown.TERM: "count", Unknown.RESIDUAL: "residual"}


def exact_level(terms: Terms) -> Fraction:
    """Give the exact regular instalment, minor units; under equal principal and flat interest the first one.

    :raises TermsRefused: the terms are wrong.
    """
    checks.require(terms)
    return LEVELS[terms.method](terms, periods(terms))


def _annuity(terms: Terms, rows: Sequence[Period]) -> Fraction:
    return annuity.level(terms, rows, terms.principal, Fraction(terms.residual))


def _equal_principal(terms: Terms, rows: Sequence[Period]) -> Fraction:
    """An equal part of what is repaid, and the interest of the first period on all of it."""
    return _part(terms) + Fraction(terms.principal * rows[0].num, rows[0].den)


def _flat(terms: Terms, rows: Sequence[Period]) -> Fraction:
    """Equal parts of what is repaid and of the interest on the whole amount for the whole term."""
    time = sum((Fraction(row.num, row.den) for row in rows[: terms.count]), Fraction(0))
    return _part(terms) + terms.principal * time / terms.count


def _part(terms: Terms) -> Fraction:
    """The principal of row 1; the only row takes the residual, too, where it falls due with it."""
    is_only = terms.count == 1 and terms.residual_due is ResidualDue.WITH_LAST
    return Fraction(terms.principal if is_only else terms.principal - terms.residual, terms.count)


LEVELS: dict[Method, Callable[[Terms, Sequence[Period]], Fraction]] = {
    Method.ANNUITY: _annuity,
    Method.EQUAL_PRINCIPAL: _equal_principal,
    Method.FLAT: _flat,
}


def _principal(terms: Terms, payment: int) -> int:
    if terms.disbursements:
        raise TermsRefused("disbursements", "the financed amount is solved for one payment out only")
    base = max(terms.residual, 1)
    low, high = (exact_level(replace(terms, principal=amount)) for amount in (base, base + 1))
    found = base + (payment - low) / (high - low)
    if found < base:
        raise NoSolution(Unknown.PRINCIPAL, "residual", f"{payment} does not even carry the residual value")
    return to_units(found, Rounding.DOWN)


def _residual(terms: Terms, payment: int) -> int:
    none, full = (exact_level(replace(terms, residual=amount)) for amount in (0, terms.principal))
    if none == full:
        raise NoSolution(Unknown.RESIDUAL, "zero", "the only instalment takes the residual value, too")
    found = (none - payment) / (none - full) * terms.principal
    if found < 0:
        raise NoSolution(Unknown.RESIDUAL, "zero", f"{payment} repays all and more; the residual would be negative")
    if found > terms.principal:
        raise NoSolution(Unknown.RESIDUAL, "principal", f"{payment} is less than the interest on the financed amount")
    return to_units(found, terms.rounding)


def _rate(excess: Callable[[Fraction], Fraction]) -> Fraction:
    """Find where ``excess``, which falls with the rate, reaches zero."""
    if excess(Fraction(0)) < 0:
        raise NoSolution(Unknown.RATE, "rate 0", "the instalments do not even repay the financed amount")
    if excess(HIGHEST_RATE) > 0:
        raise NoSolution(Unknown.RATE, f"rate {HIGHEST_RATE}", "the instalments ask more than 1000 % a year")
    low, high = 0, int(HIGHEST_RATE / RATE_STEP)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if excess(middle * RATE_STEP) >= 0 else (low, middle)
    return min((low, high), key=lambda step: abs(excess(step * RATE_STEP))) * RATE_STEP


def _rate_of_payment(terms: Terms, payment: int) -> Fraction:
    return _rate(lambda rate: payment - exact_level(replace(terms, rate=rate)))


def _left(terms: Terms) -> Fraction:
    """Give what given amounts leave over beyond the residual, exactly; it rises with the rate."""
    checks.require(terms)
    if len(terms.payments) != terms.count:
        raise TermsRefused("payments", f"{terms.count} amounts are needed to solve for the rate")
    rows = periods(terms)[: terms.count]
    return annuity.balance(terms, rows, terms.principal, terms.payments) - terms.residual


def _term(terms: Terms, payment: int) -> int:
    def fits(count: int) -> bool:
        tried = replace(terms, count=count)
        if terms.method is not Method.ANNUITY:
            return build(tried).rows[0].total <= payment
        return to_units(exact_level(tried), terms.payment_rounding or terms.rounding, terms.unit) <= payment

    if terms.due_on:
        raise TermsRefused("due_on", "the term is solved for due dates by rule only")
    first = terms.grace_principal + 1
    if not fits(LONGEST):
        text = f"{payment} does not repay the financed amount in {LONGEST} rows: it hardly covers the interest"
        raise NoSolution(Unknown.TERM, f"{LONGEST} rows", text)
    low, high = first - 1, LONGEST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high


_FINDERS: dict[Unknown, Callable[[Terms, int], int | Fraction]] = {
    Unknown.PRINCIPAL: _principal,
    Unknown.RATE: _rate_of_payment,
    Unknown.TERM: _term,
    Unknown.RESIDUAL: _residual,
}
