"""The terms of a schedule: everything that decides its figures, in one frozen value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from roadbook.calc.dates import BusinessDay, Frequency
from roadbook.calc.daycount import DayCount
from roadbook.calc.rounding import Rounding, to_units
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


class TermsRefused(Exception):  # noqa: N818 - reads as a sentence: "except TermsRefused"
    """Terms from which no schedule can be made: ``field`` names the one at fault, ``message`` says why (English)."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class Disbursement(NamedTuple):
    """A part of the financed amount, in minor units, paid out on a date."""

    on: date
    amount: int


class RateChange(NamedTuple):
    """A new yearly nominal rate from a date on (interest of that day included)."""

    on: date
    rate: Fraction


class Step(NamedTuple):
    """From row ``number`` on, instalments are ``factor`` times the regular one, until the next step."""

    number: int
    factor: Fraction


class Stream(NamedTuple):
    """Money due beside the financing (VAT, insurance, GPS, service): a fixed amount, a rate of a base, or both.

    ``amount`` is in minor units for each row; ``rate`` is a fraction of ``base``: "total", "interest", "principal"
    or "opening" of the row. It runs from row ``first`` to row ``last`` (0: to the end). Never part of the principal.
    """

    name: str
    amount: int = 0
    rate: Fraction = Fraction(0)
    base: str = "total"
    first: int = 1
    last: int = 0


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is agreed. Amounts are whole minor units, rates fractions of one for a year, counts are rows."""

    principal: int
    """Financed amount: what the client repays as principal (without the down payment)."""
    rate: Fraction
    """Yearly nominal rate: 8.9 % is ``Fraction(89, 1000)``."""
    count: int
    """Number of instalments (rows), rows in grace included."""
    start_on: date
    """The day from which interest runs."""
    first_due_on: date
    """Due date of row 1; every later one counts from it."""
    method: Method = Method.ANNUITY
    every_months: int = 1
    """Units of ``frequency`` between two due dates."""
    frequency: Frequency = Frequency.MONTHS
    day_count: DayCount = DayCount.EQUAL_PERIODS
    residual: int = 0
    """Residual value or balloon, minor units; ``residual_due`` says when it is paid."""
    residual_due: ResidualDue = ResidualDue.STAYS
    residual_due_on: date | None = None
    """Due date of the residual's own row; None: one period after the last instalment."""
    rounding: Rounding = Rounding.HALF_UP
    unit: int = 1
    """Instalments are whole multiples of this many minor units (interest is always to one minor unit)."""
    payment_rounding: Rounding | None = None
    """How the regular instalment is rounded, where not like the rows (some lenders always round it up)."""
    remainder: Remainder = Remainder.LAST
    advance: bool = False
    """Instalments at the beginning of their periods: row 1 is due on ``start_on`` and bears no interest."""
    profile: Profile = Profile.STANDARD
    payment: int | None = None
    """The regular instalment of an annuity where it is agreed and not computed; the last row takes the rest."""
    payments: tuple[int, ...] = ()
    """Method GIVEN: the total of each row; the last one must bring the balance to the residual, or may be left out."""
    factors: tuple[Fraction, ...] = ()
    """Seasonal pattern: the weight of each row's instalment, repeated when shorter than ``count``."""
    steps: tuple[Step, ...] = ()
    interest_every: int = 1
    """Interest is charged with every so-manieth row (and the last); between them it accrues without interest on it."""
    shortfall: Shortfall = Shortfall.REFUSE
    grace_principal: int = 0
    """So many first rows pay no principal."""
    grace_interest: int = 0
    """So many first rows pay no interest; ``grace_kind`` says what becomes of it."""
    grace_kind: Grace = Grace.DEFERRED
    due_on: tuple[date, ...] = ()
    """Explicit due dates in place of the rule, as many as ``count``."""
    end_of_month: bool = False
    """Every due date is the last of its month."""
    anchor_day: int | None = None
    """The day of the month to which due dates return after a shorter month; None: that of ``first_due_on``."""
    business_day: BusinessDay = BusinessDay.NONE
    holidays: frozenset[date] = frozenset()
    shifted_interest: bool = False
    """Whether interest runs to the shifted due date (or to the date before the shift)."""
    odd_first: OddPeriod = OddPeriod.WHOLE
    disbursements: tuple[Disbursement, ...] = ()
    """How the financed amount is paid out, where not all on ``start_on``; the amounts sum to ``principal``."""
    rate_changes: tuple[RateChange, ...] = ()
    on_change: OnChange = OnChange.RECOMPUTE
    down_payment: int = 0
    """Paid on ``start_on`` as row 0, before and beside the financed amount."""
    streams: tuple[Stream, ...] = ()

    @property
    def is_level(self) -> bool:
        """Whether rate, balance and instalment follow one rule in every row: no change, payment out, pattern, grace."""
        events = self.rate_changes or self.disbursements or self.factors or self.steps
        return not (events or self.grace_principal or self.grace_interest or self.interest_every > 1)

    def charges_interest(self, number: int) -> bool:
        """Say whether a row charges the interest accrued since the last one that did."""
        return number % self.interest_every == 0 or number >= self.count


def floating(
    index: Sequence[RateChange],
    margin: Fraction,
    *,
    floor: Fraction | None = None,
    cap: Fraction | None = None,
) -> tuple[RateChange, ...]:
    """Give the client's rates from the values of an index: index + margin, not under ``floor``, not over ``cap``."""
    low = [floor] if floor is not None else []
    high = [cap] if cap is not None else []
    return tuple(RateChange(on, min([max([value + margin, *low]), *high])) for on, value in index)


def stream_amount(stream: Stream, number: int, bases: dict[str, int], rounding: Rounding) -> int:
    """Give what a stream asks in a row, minor units; 0 outside its rows."""
    if number < stream.first or (stream.last and number > stream.last):
        return 0
    return stream.amount + to_units(stream.rate * bases[stream.base], rounding)
