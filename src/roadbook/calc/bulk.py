"""Many annuity schedules at once, as vectors of whole minor units: equal to ``schedule.build`` to the unit.

Rates are whole parts per billion for a period (``rate_ppb``: 0.75 % a month is 7_500_000), so that a row's interest
``(balance * rate_ppb + 500_000_000) // 1_000_000_000`` is exact half-up rounding in int64. That needs
``balance * rate_ppb + 500_000_000 < 2**63``: 6.1 thousand million currency units at 1.5 % a month; more is refused.
The instalment comes from floats, and is computed again in whole numbers wherever the float is so near to a half that it
could round the wrong way.

>>> import numpy
>>> plan = annuities(principal=numpy.array([1_000_000]), rate_ppb=numpy.array([10_000_000]), count=numpy.array([12]))
>>> int(plan.payment[0]), int(plan.interest.sum()), plan.principal.shape
(88849, 66186, (12, 1))
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roadbook.calc.rounding import divide

Whole = NDArray[np.int64]
BILLION = 1_000_000_000
HALF = BILLION // 2
LIMIT = 2**63 - 1
CHUNK = 16384


class BulkRefused(ValueError):  # noqa: N818 - reads as a sentence: "except BulkRefused"
    """The vectors cannot be computed exactly: one of them is out of its range."""


@dataclass(frozen=True)
class Schedules:
    """Schedules as columns, minor units.

    ``payment`` has shape (schedules,); ``interest`` and ``principal`` have shape (rows, schedules), with zeros after
    the last row of a shorter schedule.
    """

    payment: Whole
    interest: Whole
    principal: Whole


def annuities(
    *, principal: Whole, rate_ppb: Whole, count: Whole, residual: Whole | None = None, chunk: int = CHUNK
) -> Schedules:
    """Compute one schedule for each column: equal periods, half-up, the last row takes the rest.

    All vectors have shape (schedules,): ``principal`` and ``residual`` in minor units, ``rate_ppb`` for a period in
    parts per billion, ``count`` in rows.

    :raises BulkRefused: a value is out of range, or the product would overflow 63 bits.
    """
    left = np.zeros_like(principal) if residual is None else residual
    vectors = [np.ascontiguousarray(one, dtype=np.int64) for one in (principal, rate_ppb, count, left)]
    _guard(*vectors)
    size, rows = len(principal), int(count.max()) if len(count) else 0
    done = Schedules(np.empty(size, np.int64), np.zeros((rows, size), np.int64), np.zeros((rows, size), np.int64))
    for first in range(0, size, chunk):
        part = slice(first, first + chunk)
        _fill(done, part, [one[part] for one in vectors])
    return done


def _guard(principal: Whole, rate_ppb: Whole, count: Whole, residual: Whole) -> None:
    if not len(principal):
        return
    shapes = {one.shape for one in (principal, rate_ppb, count, residual)}
    if len(shapes) != 1 or principal.ndim != 1:
        raise BulkRefused("all vectors need the same shape (schedules,)")
    if principal.min() <= 0 or rate_ppb.min() < 0 or count.min() < 1 or residual.min() < 0:
        raise BulkRefused("principal and count must be positive, rate and residual not negative")
    if (residual > principal).any():
        raise BulkRefused("a residual value must not exceed its financed amount")
    if int(principal.max()) * int(rate_ppb.max()) + HALF > LIMIT:
        _guard_each(principal, rate_ppb)


def _guard_each(principal: Whole, rate_ppb: Whole) -> None:
    """Refuse when one schedule would overflow, though the largest amount and the largest rate may be of two."""
    room = (LIMIT - HALF) // np.maximum(rate_ppb, 1)
    if (principal > room).any():
        index = int(np.argmax(principal > room))
        raise BulkRefused(f"schedule {index}: amount times rate does not fit 63 bits; use schedule.build")


def _fill(done: Schedules, part: slice, vectors: list[Whole]) -> None:
    principal, rate, count, residual = vectors
    payment = payments(principal, rate, count, residual)
    done.payment[part] = payment
    least, most = int(count.min()), int(count.max())
    owed = principal - residual
    balance = principal.copy()
    for row in range(most):
        interest = done.interest[row, part]
        np.multiply(balance, rate, out=interest)
        interest += HALF
        interest //= BILLION
        repaid = done.principal[row, part]
        np.subtract(payment, interest, out=repaid)
        np.minimum(repaid, owed, out=repaid)
        if row + 1 >= least:
            _finish(interest, repaid, owed, count - row)
        balance -= repaid
        owed -= repaid


def _finish(interest: Whole, repaid: Whole, owed: Whole, rows_left: Whole) -> None:
    """Let last rows repay all that is owed, and clear the rows after them."""
    np.copyto(repaid, owed, where=rows_left == 1)
    over = rows_left < 1
    interest[over] = 0
    repaid[over] = 0


def payments(principal: Whole, rate_ppb: Whole, count: Whole, residual: Whole) -> Whole:
    """Give the instalments, minor units, shape (schedules,), rounded half-up from their exact values."""
    rate = rate_ppb / BILLION
    worth = -np.expm1(-count * np.log1p(rate))
    plain = (principal - residual) / count
    with np.errstate(divide="ignore", invalid="ignore"):
        exact = np.where(rate_ppb == 0, plain, (principal - residual * (1 - worth)) * rate / worth)
    rounded = np.floor(exact + 0.5)
    doubtful = np.abs(exact + 0.5 - np.round(exact + 0.5)) <= 1e-12 * exact + 1e-9
    whole = rounded.astype(np.int64)
    for index in np.flatnonzero(doubtful):
        whole[index] = payment(int(principal[index]), int(rate_ppb[index]), int(count[index]), int(residual[index]))
    return whole


def payment(principal: int, rate_ppb: int, count: int, residual: int) -> int:
    """Give one instalment in whole numbers: ``(P q^n - R b^n) r / (b (q^n - b^n))`` with b = 10^9 and q = b + r."""
    if rate_ppb == 0:
        return divide(principal - residual, count)
    grown, base = (BILLION + rate_ppb) ** count, BILLION**count
    return divide((principal * grown - residual * base) * rate_ppb, BILLION * (grown - base))
