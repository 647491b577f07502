"""Rounding with a named mode: the only place where an exact figure becomes whole minor units.

Half-up means away from zero, as commercial law and tax law use the word (DIN 1333, Bulgarian ЗВЕРБ art. 12).

>>> divide(5, 2), divide(-5, 2), divide(5, 2, Rounding.HALF_EVEN)
(3, -3, 2)
>>> to_units(Fraction(100_149, 100), Rounding.CEILING, unit=100)
1100
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Rounding(StrEnum):
    """How a figure between two units is decided; UP and DOWN are away from and towards zero."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"
    CEILING = "ceiling"
    FLOOR = "floor"
    NONE = "none"


class NotRoundedError(ValueError):
    """Whole units were asked for under a mode that does not round."""


def divide(numerator: int, denominator: int, mode: Rounding = Rounding.HALF_UP) -> int:
    """Give the exact quotient as a whole number, rounded by ``mode``.

    :raises ZeroDivisionError: the denominator is 0.
    :raises NotRoundedError: the mode is NONE and the quotient is not whole.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    if mode is Rounding.HALF_UP and numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    whole, rest = divmod(numerator, denominator)
    return whole if rest == 0 else whole + _goes_up(whole, 2 * rest - denominator, mode)


def _goes_up(whole: int, past_half: int, mode: Rounding) -> bool:
    """Say whether a figure between ``whole`` and ``whole + 1`` rounds to the upper one."""
    negative = whole < 0
    if mode is Rounding.HALF_UP:
        return past_half > 0 or (past_half == 0 and not negative)
    if mode is Rounding.HALF_EVEN:
        return past_half > 0 or (past_half == 0 and whole % 2 == 1)
    if mode is Rounding.NONE:
        raise NotRoundedError("an amount that is not whole cannot be kept in whole units without a rounding mode")
    up = {Rounding.CEILING: True, Rounding.FLOOR: False, Rounding.UP: not negative, Rounding.DOWN: negative}
    return up[mode]


def to_units(value: Fraction | Decimal | int, mode: Rounding = Rounding.HALF_UP, unit: int = 1) -> int:
    """Round an exact figure in minor units to a whole multiple of ``unit`` minor units."""
    numerator, denominator = value.as_integer_ratio()
    return divide(numerator, denominator * unit, mode) * unit
