"""Internal rate of return and net present value, on equal periods and on dates; several rates and none by rule.

NPV(r) = sum(flow / (1 + r) ^ t); the rate of return is a root of it. The rule where mathematics leaves a choice:

- all rates above -99.9999 % are found; the answer is the one nearest to ``near`` (0 unless told) as growth, that is by
  ln(1 + r), so that doubling is as far from zero as halving; the higher of two equals;
- a rate at which double precision cannot tell the NPV to a millionth of the largest flow is no rate: so far below
  zero a cent of the last flow weighs more than all the others;
- when nothing is left, ``NoRateError`` says why. A rate is never guessed.

How: with x = ln(1 + r) the NPV is a sum of exponentials. Flows that change sign once have exactly one root
(Descartes), found by Newton inside a bracket; others are scanned over x, also at the turning points.

>>> round(irr([-100, 39, 59, 55, 20]), 12)
0.28094842116
>>> [round(rate, 12) for rate in rates([100, -230, 132])]
[0.1, 0.2]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from math import log, log1p
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from roadbook.calc.daycount import DayCount, year_fraction

Number = int | float | Decimal | Fraction
Floats = NDArray[np.float64]
Flow = tuple[date, Number]

DIGITS = 40
EPSILON = float(np.finfo(np.float64).eps)
DECIDABLE = 1e-6
LOWEST = -40.0
LOWEST_LOG_RATE, HIGHEST_LOG_RATE = log(1e-6), 200.0
STEPS = 1601


class NoRateError(Exception):
    """No rate makes the net present value zero, or none that could be told; the message says which."""


def npv(rate: Number, flows: Sequence[Number], *, first_period: int = 0) -> Decimal:
    """Give the net present value of flows one period apart, unrounded, in the unit of the flows.

    ``first_period`` 1 discounts the first flow by a whole period, as spreadsheets do.
    """
    return _present([Fraction(first_period + place) for place in range(len(flows))], rate, flows)


def xnpv(rate: Number, flows: Sequence[Flow], day_count: DayCount = DayCount.ACT_365F) -> Decimal:
    """Give the net present value on the date of the first flow, unrounded, in the unit of the flows."""
    start = flows[0][0]
    return _present([year_fraction(start, day, day_count) for day, _ in flows], rate, [value for _, value in flows])


def _present(times: Sequence[Fraction], rate: Number, flows: Sequence[Number]) -> Decimal:
    with localcontext(prec=DIGITS):
        growth = 1 + _decimal(rate)
        return sum(
            (_decimal(flow) / growth ** _decimal(time) for time, flow in zip(times, flows, strict=True)), Decimal(0)
        )


def _decimal(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(value)


def irr(flows: Sequence[Number], *, near: float = 0.0) -> float:
    """Give the rate per period of flows one period apart, the first at time 0.

    :raises NoRateError: there is no such rate.
    """
    return nearest(rates(flows), near)


def xirr(flows: Sequence[Flow], day_count: DayCount = DayCount.ACT_365F, *, near: float = 0.0) -> float:
    """Give the yearly rate of dated flows, in any order of dates.

    :raises NoRateError: there is no such rate.
    """
    return nearest(xrates(flows, day_count), near)


def rates(flows: Sequence[Number]) -> tuple[float, ...]:
    """Give every rate per period, lowest first.

    :raises NoRateError: there is none.
    """
    return roots(range(len(flows)), [float(flow) for flow in flows])


def xrates(flows: Sequence[Flow], day_count: DayCount = DayCount.ACT_365F) -> tuple[float, ...]:
    """Give every yearly rate of dated flows, lowest first.

    :raises NoRateError: there is none.
    """
    if not flows:
        raise NoRateError("there are no flows")
    start = min(day for day, _ in flows)
    times = [float(year_fraction(start, day, day_count)) for day, _ in flows]
    return roots(times, [float(flow) for _, flow in flows])


def nearest(found: Sequence[float], near: float = 0.0) -> float:
    """Choose the rate whose growth is nearest to that of ``near``; the higher of two equally near."""
    return min(found, key=lambda rate: (abs(log1p(rate) - log1p(near)), -rate))


def roots(times: Sequence[float], flows: Sequence[float]) -> tuple[float, ...]:
    """Give every rate at which flows at times (periods or years from any origin) are worth nothing, lowest first.

    :raises NoRateError: there is none.
    """
    when, what = _gathered(times, flows)
    span = when[-1] if when.size else 0.0
    changes = _sign_changes(what)
    if changes == 0 or span == 0.0:
        raise NoRateError("the flows do not change their sign over time, so no rate brings them to zero")
    worth = _Worth(when / span, what)
    bottom, top = max(LOWEST_LOG_RATE * span, LOWEST), HIGHEST_LOG_RATE * span
    found = [_solve(worth, bottom, top)] if changes == 1 else _scan(worth, bottom, top)
    good = [x for x in found if x is not None and worth.is_decidable(x)]
    if not good:
        raise NoRateError("no rate above -99.9999 % that could be told brings the flows to zero")
    return tuple(sorted({float(np.expm1(x / span)) for x in good}))


def _gathered(times: Sequence[float], flows: Sequence[float]) -> tuple[Floats, Floats]:
    """Add the flows of one moment together, in order of time from the first, without zeros."""
    together: dict[float, float] = {}
    for time, flow in zip(times, flows, strict=True):
        together[time] = together.get(time, 0.0) + flow
    kept = sorted((time, flow) for time, flow in together.items() if flow)
    start = kept[0][0] if kept else 0.0
    return np.array([time - start for time, _ in kept]), np.array([flow for _, flow in kept])


def _sign_changes(flows: Floats) -> int:
    return int(np.count_nonzero(np.diff(np.sign(flows))))


class _Worth:
    """The NPV and its slope as functions of x = span * ln(1 + r); times run from 0 to 1."""

    def __init__(self, times: Floats, flows: Floats) -> None:
        self.times, self.flows = times, flows

    def __call__(self, x: float) -> tuple[float, float]:
        terms = self.flows * np.exp(-x * self.times)
        return float(terms.sum()), -float(terms @ self.times)

    def over(self, xs: Floats) -> tuple[Floats, Floats]:
        terms = np.exp(np.outer(-xs, self.times)) * self.flows
        return terms.sum(axis=1), -(terms @ self.times)

    def noise(self, x: float) -> float:
        return EPSILON * float(np.abs(self.flows) @ np.exp(-x * self.times))

    def is_decidable(self, x: float) -> bool:
        return self.noise(x) <= DECIDABLE * float(np.abs(self.flows).max())


def _scan(worth: _Worth, bottom: float, top: float) -> list[float | None]:
    """Look for every change of sign, also between two points where the curve only dips through zero."""
    middle = min(-bottom, top)
    xs = np.linspace(bottom, middle, STEPS)
    if top > middle:
        xs = np.append(xs, np.geomspace(middle, top, STEPS // 4)[1:])
    value, slope = worth.over(xs)
    found: list[float | None] = [float(x) for x in xs[value == 0.0]]
    crossing = np.nonzero(value[:-1] * value[1:] < 0)[0]
    found += [_solve(worth, float(xs[i]), float(xs[i + 1])) for i in crossing]
    turning = np.nonzero((slope[:-1] * slope[1:] < 0) & (value[:-1] * value[1:] > 0))[0]
    for i in turning:
        found += _dip(worth, float(xs[i]), float(xs[i + 1]))
    return found


def _dip(worth: _Worth, low: float, high: float) -> list[float | None]:
    """Give the roots around a turning point between two points of one sign: two, one that touches, or none."""
    bottom = _halve(lambda x: worth(x)[1], low, high)
    value, side = worth(bottom)[0], worth(low)[0]
    if abs(value) <= 4 * worth.noise(bottom):
        return [bottom]
    if value * side < 0:
        return [_solve(worth, low, bottom), _solve(worth, bottom, high)]
    return []


def _halve(function: Callable[[float], float], low: float, high: float) -> float:
    """Bisect to the last bit."""
    rising = function(high) > 0
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if (function(middle) > 0) is rising else (middle, high)
    return middle


def _solve(worth: _Worth, low: float, high: float) -> float | None:
    """Find the one root between two points by Newton's steps, halving where a step would leave the bracket."""
    below, above = worth(low)[0], worth(high)[0]
    if below == 0.0 or above == 0.0:
        return low if below == 0.0 else high
    if below * above > 0:
        return None
    x = 0.0 if low < 0 < high else (low + high) / 2
    for _ in range(200):
        value, slope = worth(x)
        if value == 0.0:
            return x
        low, high = (x, high) if value * below > 0 else (low, x)
        step = x - value / slope if slope else low
        following = step if low < step < high else (low + high) / 2
        if abs(following - x) <= EPSILON * max(abs(x), 1e-3):
            return following
        x = following
    return x


def irr_many(flows: ArrayLike) -> Floats:
    """Give the rate per period of each row of flows (rows x periods); nan where ``irr`` would say no rate."""
    table = np.ascontiguousarray(flows, dtype=np.float64)
    return xirr_many(np.arange(table.shape[1], dtype=np.float64), table)


def xirr_many(times: ArrayLike, flows: ArrayLike) -> Floats:
    """Give the rate of each row of flows (rows x columns) at times in years, in order: one row for all, or as flows.

    Rows that change sign once go through Newton together, by blocks that stay in the cache; the others, and any that
    did not settle, through ``roots``. nan where there is no rate.
    """
    table = np.ascontiguousarray(flows, dtype=np.float64)
    when = np.broadcast_to(np.asarray(times, dtype=np.float64), table.shape)
    result = np.full(len(table), np.nan)
    for start in range(0, len(table), BLOCK):
        part = slice(start, start + BLOCK)
        result[part] = _block(when[part], table[part])
    return result


BLOCK = 1024
ROUNDS = 12
# Newton doubles the digits: after a step below this one the rate is as exact as a double can hold.
SETTLED = 1e-8


def _block(times: Floats, flows: Floats) -> Floats:
    """Solve one block: ln(incoming / outgoing) is nearly straight in s = ln(1 + r), so few Newton steps are needed."""
    coming, going = np.maximum(flows, 0.0), np.maximum(-flows, 0.0)
    sides = coming, going, coming * times, going * times
    easy = _changes_once(coming, going)
    with np.errstate(all="ignore"):
        s = _first_guess(*sides)
        moved = np.full(len(flows), np.inf)
        for _ in range(ROUNDS):
            step = _newton_step(np.exp(times * -s[:, None]), *sides)
            s, moved = s - step, np.abs(step)
            if not (moved[easy] > SETTLED).any():
                break
        rate: Floats = np.expm1(s)
        good = easy & (moved <= SETTLED) & _decidable(times, flows, s)
    for row in np.nonzero(~good)[0]:
        rate[row] = _alone(times[row], flows[row])
    return rate


def _changes_once(coming: Floats, going: Floats) -> NDArray[np.bool_]:
    """Say in which rows all of one side lies before all of the other; first the common case of one flow out."""
    once = (going[:, 0] > 0) & ~going[:, 1:].any(axis=1) & coming[:, 1:].any(axis=1)
    rest = np.nonzero(~once)[0]
    plus, minus, last = coming[rest] > 0, going[rest] > 0, coming.shape[1] - 1
    first_in, last_in = plus.argmax(axis=1), last - plus[:, ::-1].argmax(axis=1)
    first_out, last_out = minus.argmax(axis=1), last - minus[:, ::-1].argmax(axis=1)
    both = plus.any(axis=1) & minus.any(axis=1)
    once[rest] = both & ((last_in < first_out) | (last_out < first_in))
    return once


def _first_guess(coming: Floats, going: Floats, coming_late: Floats, going_late: Floats) -> Any:
    """Give the rate at which both sides, each put at its mean time, are worth the same."""
    total_in, total_out = coming.sum(axis=1), going.sum(axis=1)
    distance = coming_late.sum(axis=1) / total_in - going_late.sum(axis=1) / total_out
    return np.log(total_in / total_out) / distance


def _newton_step(weight: Floats, coming: Floats, going: Floats, coming_late: Floats, going_late: Floats) -> Any:
    """Give how far to move s; ``weight`` discounts each flow, the late sides are flow x time."""
    now_in, now_out = _dot(coming, weight), _dot(going, weight)
    slope = _dot(going_late, weight) / now_out - _dot(coming_late, weight) / now_in
    return np.log(now_in / now_out) / slope


def _dot(a: Floats, b: Floats) -> Any:
    return np.einsum("ij,ij->i", a, b)


def _decidable(times: Floats, flows: Floats, s: Floats) -> NDArray[np.bool_]:
    """Apply the rule of ``roots`` to the rows; only rates below zero can swell a flow."""
    size = np.abs(flows)
    swelling = np.exp((times[:, -1] - times[:, 0]) * np.maximum(-s, 0.0)) * size.sum(axis=1)
    inside = (s >= LOWEST_LOG_RATE) & (s <= HIGHEST_LOG_RATE)
    return np.asarray(inside & (EPSILON * swelling <= DECIDABLE * size.max(axis=1)), dtype=np.bool_)


def _alone(times: Floats, flows: Floats) -> float:
    try:
        return nearest(roots(times.tolist(), flows.tolist()))
    except NoRateError:
        return float("nan")
