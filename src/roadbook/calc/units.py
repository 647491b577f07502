"""Units of vehicles: metric horsepower and kilowatts, miles and kilometres.

One metric horsepower lifts 75 kg by one metre in a second under standard gravity, so it is exactly
75 x 9.80665 W = 735.49875 W (CGPM 1901; DIN 66036). An international mile is exactly 1609.344 m (agreement of 1959).
Figures on papers are whole units, rounded half-up.

>>> kilowatts(150), horsepower(110), kilometres(100)
(110, 150, 161)
"""

from __future__ import annotations

from fractions import Fraction

from .rounding import Rounding, to_units

KILOWATTS_OF_A_HORSEPOWER = Fraction(73_549_875, 100_000_000)
KILOMETRES_OF_A_MILE = Fraction(1_609_344, 1_000_000)


def kilowatts(horsepower: int) -> int:
    """Whole kilowatts of metric horsepower."""
    return to_units(horsepower * KILOWATTS_OF_A_HORSEPOWER, Rounding.HALF_UP)


def horsepower(kilowatts: int) -> int:
    """Whole metric horsepower of kilowatts."""
    return to_units(kilowatts / KILOWATTS_OF_A_HORSEPOWER, Rounding.HALF_UP)


def is_same_power(kilowatts_told: int, horsepower_told: int) -> bool:
    """Could both be the power of one engine, each rounded to whole units from the other?"""
    return kilowatts(horsepower_told) == kilowatts_told or horsepower(kilowatts_told) == horsepower_told


def kilometres(miles: int) -> int:
    """Whole kilometres of international miles."""
    return to_units(miles * KILOMETRES_OF_A_MILE, Rounding.HALF_UP)
