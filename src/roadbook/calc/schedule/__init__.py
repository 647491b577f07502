"""Instalment schedules: terms in, rows out, with the reason of each figure.

>>> from datetime import date
>>> plan = build(Terms(principal=1_000_000, rate=Fraction(12, 100), count=12,
...                    start_on=date(2025, 1, 15), first_due_on=date(2025, 2, 15)))
>>> plan.payment, plan.total_interest, plan.rows[0].interest
(88849, 66186, 10000)
"""

from __future__ import annotations

from fractions import Fraction

from roadbook.calc.dates import BusinessDay, Frequency
from roadbook.calc.daycount import DayCount
from roadbook.calc.rounding import Rounding
from roadbook.calc.schedule.build import build
from roadbook.calc.schedule.enums import (
    Grace,
    Method,
    OddPeriod,
    OnChange,
    Profile,
    Remainder,
    ResidualDue,
    Shortfall,
)
from roadbook.calc.schedule.result import Row, Schedule
from roadbook.calc.schedule.solve import NoSolution, Solution, Unknown, solve
from roadbook.calc.schedule.terms import (
    Disbursement,
    RateChange,
    Step,
    Stream,
    Terms,
    TermsRefused,
    floating,
)

__all__ = [
    "BusinessDay",
    "DayCount",
    "Disbursement",
    "Fraction",
    "Frequency",
    "Grace",
    "Method",
    "NoSolution",
    "OddPeriod",
    "OnChange",
    "Profile",
    "RateChange",
    "Remainder",
    "ResidualDue",
    "Rounding",
    "Row",
    "Schedule",
    "Shortfall",
    "Solution",
    "Step",
    "Stream",
    "Terms",
    "TermsRefused",
    "Unknown",
    "build",
    "floating",
    "solve",
]
