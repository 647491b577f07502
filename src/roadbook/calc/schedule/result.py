"""What comes out: rows, totals, and the reason of each figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from roadbook.calc.explain import Line, Operand
from roadbook.calc.schedule import reasons

if TYPE_CHECKING:
    from fractions import Fraction

    from roadbook.calc.schedule.periods import Period
    from roadbook.calc.schedule.terms import Terms


class Row(NamedTuple):
    """One instalment; all amounts in whole minor units.

    ``closing = opening + disbursed + capitalised - principal`` and ``total = principal + interest``. ``interest`` is
    what is due with this row; ``deferred`` is the interest of the period that falls due with a later row.
    ``days`` are calendar days. ``streams`` holds (name, amount) of what is due beside the financing.
    Row 0, where there is one, is the down payment.
    """

    number: int
    due_on: date
    days: int
    opening: int
    principal: int
    interest: int
    total: int
    closing: int
    disbursed: int = 0
    capitalised: int = 0
    deferred: int = 0
    streams: tuple[tuple[str, int], ...] = ()

    @property
    def due(self) -> int:
        """All that the client pays on the due date: the total and the streams."""
        return self.total + sum(amount for _, amount in self.streams)


class Why(NamedTuple):
    """How the walk arrived at a row: the accrued interest, the planned instalment and the rule that set the total."""

    accrued: int
    carried: int
    level: int
    exact: Fraction | None
    rule: str


@dataclass(frozen=True)
class Schedule:
    """A computed schedule.

    ``payment`` is the regular instalment, minor units: the level of an annuity (the first one, where a new rate alters
    it), otherwise the total of the first row after a grace.
    """

    terms: Terms
    rows: tuple[Row, ...]
    payment: int
    periods: tuple[Period, ...]
    whys: tuple[Why, ...]

    @property
    def total_principal(self) -> int:
        """Sum of the principal of all rows, the down payment not counted."""
        return sum(row.principal for row in self.rows if row.number)

    @property
    def total_interest(self) -> int:
        """Sum of the interest of all rows."""
        return sum(row.interest for row in self.rows)

    @property
    def total(self) -> int:
        """Sum of principal and interest of all rows, the down payment not counted."""
        return self.total_principal + self.total_interest

    @property
    def total_due(self) -> int:
        """All that the client pays: the down payment, the rows and their streams."""
        return sum(row.due for row in self.rows)

    def row(self, number: int) -> Row:
        """Give a row by its number; 0 is the down payment.

        :raises KeyError: there is no such row.
        """
        index = number - self.rows[0].number
        if not 0 <= index < len(self.rows):
            raise KeyError(number)
        return self.rows[index]

    @cached_property
    def regular(self) -> Line | None:
        """The reason of the regular instalment of an annuity; None where it is agreed or changes on the way."""
        return reasons.payment(self)

    @cached_property
    def shared_operands(self) -> tuple[Operand, Operand]:
        """The yearly rate and the day count, which the reasons of most rows share."""
        return Operand("rate", self.terms.rate, "rate"), Operand("day_count", self.terms.day_count, "text")

    @cached_property
    def shared(self) -> reasons.Shared:
        """What else the reasons of all rows share."""
        return reasons.shared(self)

    def explain(self, number: int) -> Line:
        """Give the reason of a row's total, with those of its interest and principal as sub-lines.

        :raises KeyError: there is no such row.
        """
        return reasons.of_row(self, number)
