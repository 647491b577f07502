"""Interest of a period so far: the share of its interest that the days passed have of all its days.

Within a period the balance and the rate do not change, so that interest grows evenly over the days that the agreed
day count gives it; under equal periods over calendar days. A whole period gives its interest to the minor unit.
Source of the day counts: ``daycount``.

>>> january = Stretch(date(2027, 1, 1), date(2027, 2, 1), 155_00)
>>> so_far(january, date(2027, 1, 11), DayCount.ACT_365F).value
5000
>>> so_far(january, date(2027, 3, 1), DayCount.ACT_365F).value
15500
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from roadbook.calc import daycount
from roadbook.calc.daycount import DayCount
from roadbook.calc.explain import Line, Operand
from roadbook.calc.rounding import Rounding, to_units


class Stretch(NamedTuple):
    """A period of a plan and the interest that it earns whole, minor units."""

    begins_on: date
    ends_on: date
    interest: int


def so_far(stretch: Stretch, on: date, convention: DayCount, mode: Rounding = Rounding.HALF_UP) -> Line:
    """What of a stretch is earned by a day, as a line that says why: nothing before it, all of it after its end.

    The stretch has at least one calendar day.
    """
    until = min(max(on, stretch.begins_on), stretch.ends_on)
    if not daycount.days(stretch.begins_on, stretch.ends_on, convention):
        convention = DayCount.ACT_365F  # from a 30th to a 31st lies no day of a month of thirty
    passed = daycount.days(stretch.begins_on, until, convention)
    whole = daycount.days(stretch.begins_on, stretch.ends_on, convention)
    earned = to_units(Fraction(stretch.interest * passed, whole), mode)
    operands = (
        Operand("interest", stretch.interest, "money"),
        Operand("days", passed, "days"),
        Operand("period", whole, "days"),
    )
    return Line("Interest", f"round(interest * days / period, {mode.name})", operands, earned, "accrual.so_far")
