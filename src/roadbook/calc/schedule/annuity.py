"""The level instalment: the payment that brings the balance to its end, exactly, whatever the pattern of the rows.

With instalments ``w_i x`` the balance after each row is linear in x: ``(a + b x) / d``. Walking the rows with whole
numbers a, b and d gives x without any rounding: ``x = (end d - a) / b``. For equal periods without pattern it is the
textbook annuity ``P i / (1 - (1 + i)^-n)``; the walk gives the same number for every day count, grace and season.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from roadbook.calc.schedule.enums import Grace
from roadbook.calc.schedule.periods import Period
from roadbook.calc.schedule.terms import Terms, TermsRefused

NOTHING, WHOLE = Fraction(0), Fraction(1)


def weight(terms: Terms, number: int) -> Fraction:
    """Give the weight of a row's instalment: 0 in grace, else the season's factor times the step's."""
    if number <= terms.grace_principal or number > terms.count:
        return NOTHING
    season = terms.factors[(number - 1) % len(terms.factors)] if terms.factors else WHOLE
    if not terms.steps:
        return season
    steps = [step.factor for step in terms.steps if step.number <= number]
    return season * steps[-1] if steps else season


def level(terms: Terms, rows: Sequence[Period], opening: int, end: Fraction) -> Fraction:
    """Give the exact regular instalment that brings ``opening`` (minor units) to ``end`` after ``rows``.

    :raises TermsRefused: no row of the schedule pays principal.
    """
    if terms.interest_every > 1:
        return _level_by_terms(terms, rows, opening, end)
    alike = terms.is_level and len(rows) <= terms.count
    a, b, d = _all_alike(rows, opening) if alike else _one_by_one(terms, rows, opening)
    if b == 0:
        raise TermsRefused("factors", "no row pays anything")
    return Fraction(end.numerator * d - a * end.denominator, end.denominator * b)


def _all_alike(rows: Sequence[Period], opening: int) -> tuple[int, int, int]:
    """Give the balance ``(a + b x) / d`` after rows that all pay x and receive nothing."""
    a, b, d = opening, 0, 1
    for row in rows:
        grown = row.den + row.num
        d *= row.den
        a, b = a * grown, b * grown - d
    return a, b, d


def _one_by_one(terms: Terms, rows: Sequence[Period], opening: int) -> tuple[int, int, int]:
    a, b, d = opening, 0, 1
    for row in rows:
        a, b, d = _after(terms, row, a, b, d)
    return a, b, d


def _level_by_terms(terms: Terms, rows: Sequence[Period], opening: int, end: Fraction) -> Fraction:
    """Give the instalment where interest is charged only with some rows: two walks, for x = 0 and for x = 1."""
    low, high = (balance(terms, rows, opening, x) for x in (0, 1))
    return (end - low) / (high - low)


def balance(terms: Terms, rows: Sequence[Period], opening: int, payment: int | Sequence[int]) -> Fraction:
    """Give the exact balance after ``rows`` under a regular instalment, or under one amount for each row.

    ``payment`` in minor units; no rounding anywhere.
    """
    left, waiting = Fraction(opening), Fraction(0)
    for index, row in enumerate(rows):
        waiting += (left * row.num + row.extra) / row.den
        left += row.added - (weight(terms, row.number) * payment if isinstance(payment, int) else payment[index])
        if terms.charges_interest(row.number):
            left, waiting = left + waiting, Fraction(0)
    return left


def _after(terms: Terms, row: Period, a: int, b: int, d: int) -> tuple[int, int, int]:
    """Give the balance ``(a + b x) / d`` after one more row."""
    w = weight(terms, row.number)
    if not w and not (_grows(terms, row.number)):
        return a + row.added * d, b, d
    grown, den = row.den + row.num, row.den
    a, b, d = a * grown + (row.extra + row.added * den) * d, b * grown, d * den
    if w is WHOLE:
        return a, b - d, d
    if w.denominator != 1:
        a, b, d = a * w.denominator, b * w.denominator, d * w.denominator
    return a, b - w.numerator * (d // w.denominator), d


def _grows(terms: Terms, number: int) -> bool:
    """Say whether the unpaid interest of a row without instalment is added to the balance."""
    in_grace = number <= terms.grace_principal
    if number <= terms.grace_interest:
        return terms.grace_kind is Grace.CAPITALISED
    return not in_grace


def discount_factor(rows: Sequence[Period]) -> Fraction:
    """Give what one unit after the last of ``rows`` is worth before the first."""
    num = den = 1
    for row in rows:
        num, den = num * row.den, den * (row.den + row.num)
    return Fraction(num, den)
