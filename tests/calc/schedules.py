"""Terms that the tests of schedules begin with."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from roadbook.calc.schedule import Row, Schedule, Terms, build

START = date(2025, 1, 15)


def terms(**changes: Any) -> Terms:
    """Give 1,200.00 at 12 % a year over six months, changed as told."""
    plain = {
        "principal": 1200_00,
        "rate": Fraction(12, 100),
        "count": 6,
        "start_on": START,
        "first_due_on": date(2025, 2, 15),
    }
    return Terms(**(plain | changes))


def made(**changes: Any) -> Schedule:
    """Build the changed terms."""
    return build(terms(**changes))


def principals(plan: Schedule) -> list[int]:
    """Give the principal column."""
    return [row.principal for row in plan.rows]


def interests(plan: Schedule) -> list[int]:
    """Give the interest column."""
    return [row.interest for row in plan.rows]


def totals(plan: Schedule) -> list[int]:
    """Give the column of totals."""
    return [row.total for row in plan.rows]


def figures(row: Row) -> tuple[int, int, int, int]:
    """Give opening, principal, interest and closing of a row."""
    return row.opening, row.principal, row.interest, row.closing
