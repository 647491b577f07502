"""The habits of Apache Fineract, to the cent: profile ``fineract``.

Found from its published expected schedules and described here in our words. Figures carry 19 significant digits,
rounded half-even after each step, and a period's interest factor is cut to 19 decimals. The instalment is
``P prod(1 + f_i) / s_n`` with ``s_1 = 1`` and ``s_i = s_(i-1) (1 + f_i) + 1``; rows round half-even to the minor unit,
the last row takes the rest. Then at most three *evening passes*: with d = last instalment - instalment over n rows,
when ``|d| > floor(n / 2)`` minor units the instalment moves by d / n, and the move is kept only where
the new |d| is smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from roadbook.calc.rounding import Rounding, to_units
from roadbook.calc.schedule.periods import Part, Period
from roadbook.calc.schedule.terms import Terms

DIGITS = Context(prec=19, rounding=ROUND_HALF_EVEN)
SCALE = 10**19
PASSES = 3


def cut(row: Period) -> Period:
    """Give the period with its interest factor cut to 19 decimals, part by part."""
    num = sum(factor(part) for part in row.parts)
    extra, added = 0, 0
    for part in row.parts:
        added += part.added
        extra += added * factor(part)
    return Period(
        row.number, row.start, row.end, row.due_on, row.days, row.parts, num, SCALE, extra, row.added, row.changed
    )


def factor(part: Part) -> int:
    """Give a part's interest factor in units of 1e-19."""
    rate = DIGITS.divide(Decimal(part.rate.numerator), Decimal(part.rate.denominator))
    years = DIGITS.divide(Decimal(part.time.numerator), Decimal(part.time.denominator))
    return to_units(Fraction(DIGITS.multiply(rate, years)) * SCALE, Rounding.HALF_EVEN)


def level(rows: Sequence[Period], opening: int) -> Fraction:
    """Give the instalment (minor units, 19 digits) of rows that repay ``opening`` wholly."""
    product, value = Decimal(1), Decimal(0)
    for row in rows:
        grown = DIGITS.add(Decimal(1), DIGITS.divide(Decimal(row.num), Decimal(row.den)))
        product = DIGITS.multiply(product, grown)
        value = DIGITS.add(DIGITS.multiply(value, grown), Decimal(1)) if value else Decimal(1)
    return Fraction(DIGITS.divide(DIGITS.multiply(Decimal(opening), product), value))


def evened(terms: Terms, payment: int, last: int) -> int | None:
    """Give the instalment of the next evening pass, minor units; None when the last one is near enough."""
    gap = last - payment
    if abs(gap) <= terms.count // 2:
        return None
    moved = to_units(payment + Fraction(gap, terms.count), Rounding.HALF_EVEN)
    moved = to_units(Fraction(moved), Rounding.HALF_EVEN, terms.unit)
    return None if moved == payment else moved
