"""Schedules: many as vectors, one exact, one explained; beside a Decimal loop, QuantLib and numpy-financial.

What: annuities of 36 equal monthly rows over random amounts and rates, in whole minor units with every row's principal
and interest; and one schedule of 60 rows with the reason of each figure. Limit: 500,000 schedules of 36 rows a second
for the vectors. Each figure is the median of the rounds, in
processor time (all works run in one thread, and the machine may be shared); memory is the peak of the process.

    ./run bench schedules [--schedules N] [--rounds N]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import numpy_financial
import QuantLib as ql  # noqa: N813 - the name that its own documentation uses

from roadbook.calc import bulk
from roadbook.calc.daycount import DayCount
from roadbook.calc.schedule import Terms, build

ROWS = 36
GOAL = 500_000
FEW = 200


def main(arguments: list[str] | None = None) -> None:
    """Measure and print; the last line is the ratio to the limit."""
    parser = argparse.ArgumentParser(prog="schedules", description=__doc__)
    parser.add_argument("--schedules", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    draw = np.random.default_rng(36)
    amounts = draw.integers(1_000_00, 100_000_00, given.schedules)
    rates = draw.integers(1_000_000, 20_000_000, given.schedules)
    print(f"{given.schedules} annuities of {ROWS} rows as vectors; peers {FEW} each; median of {given.rounds} rounds")
    few = list(zip(amounts[:FEW].tolist(), rates[:FEW].tolist(), strict=True))
    works: dict[str, tuple[int, Callable[[], object]]] = {
        "vectors (int64)": (given.schedules, lambda: _vectors(amounts, rates)),
        "exact, one by one": (FEW, lambda: [_exact(*one) for one in few]),
        "peer: Decimal loop": (FEW, lambda: [_decimals(*one) for one in few]),
        "peer: numpy-financial": (FEW, lambda: [_numpy_financial(*one) for one in few]),
        "peer: QuantLib": (FEW, lambda: [_quantlib(*one) for one in few]),
    }
    speeds = {name: count / _median(work, given.rounds) for name, (count, work) in works.items()}
    _check(amounts, rates, few)
    _report(speeds, _median(_explained, given.rounds * 4))


def _report(speeds: dict[str, float], explained: float) -> None:
    fastest = speeds["vectors (int64)"]
    for name, speed in speeds.items():
        print(f"{name:<24} {speed:>12,.0f} schedules/s   {fastest / speed:>9,.1f} x slower than vectors")
    print(f"one of 60 rows with all reasons: {explained * 1000:.2f} ms, {explained * 1000:.2f} of the goal of 1 ms")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    print(f"ratio {fastest / GOAL:.2f} to the goal of {GOAL:,} schedules/s")


def _median(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(max(rounds, 3)):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def _vectors(amounts: bulk.Whole, rates: bulk.Whole) -> bulk.Schedules:
    return bulk.annuities(principal=amounts, rate_ppb=rates, count=np.full(len(amounts), ROWS))


def _exact(amount: int, rate_ppb: int) -> list[tuple[int, int]]:
    terms = Terms(
        principal=amount,
        rate=Fraction(rate_ppb * 12, 10**9),
        count=ROWS,
        start_on=date(2025, 1, 31),
        first_due_on=date(2025, 2, 28),
    )
    return [(row.principal, row.interest) for row in build(terms).rows]


def _explained() -> None:
    terms = Terms(
        principal=20_000_00,
        rate=Fraction(89, 1000),
        count=60,
        start_on=date(2025, 1, 31),
        first_due_on=date(2025, 2, 28),
        day_count=DayCount.ACT_365F,
    )
    plan = build(terms)
    for row in plan.rows:
        plan.explain(row.number)


def _decimals(amount: int, rate_ppb: int) -> list[tuple[int, int]]:
    """Compute as most programs do: decimals, each row rounded half-up."""
    cent, rate, left = Decimal("0.01"), Decimal(rate_ppb) / 10**9, Decimal(amount) / 100
    payment = (left * rate / (1 - (1 + rate) ** -ROWS)).quantize(cent, ROUND_HALF_UP)
    rows = []
    for number in range(1, ROWS + 1):
        interest = (left * rate).quantize(cent, ROUND_HALF_UP)
        principal = left if number == ROWS else payment - interest
        left -= principal
        rows.append((int(principal * 100), int(interest * 100)))
    return rows


def _numpy_financial(amount: int, rate_ppb: int) -> tuple[object, object]:
    """Compute unrounded floats, all rows in one call."""
    rate, numbers = rate_ppb / 1e9, np.arange(1, ROWS + 1)
    return (
        numpy_financial.ppmt(rate, numbers, ROWS, -amount / 100),
        numpy_financial.ipmt(rate, numbers, ROWS, -amount / 100),
    )


def _quantlib(amount: int, rate_ppb: int) -> list[float]:
    """Build an amortising bond with level payments: unrounded floats."""
    start = ql.Date(31, 1, 2025)
    coupon = ql.InterestRate(rate_ppb * 12 / 1e9, ql.Thirty360(ql.Thirty360.BondBasis), ql.Compounded, ql.Monthly)
    notionals = ql.sinkingNotionals(ql.Period(3, ql.Years), ql.Monthly, coupon.rate(), amount / 100)
    schedule = ql.sinkingSchedule(start, ql.Period(3, ql.Years), ql.Monthly, ql.NullCalendar())
    bond = ql.AmortizingFixedRateBond(0, notionals, schedule, [coupon.rate()], coupon.dayCounter())
    return [flow.amount() for flow in bond.cashflows()]


def _check(amounts: bulk.Whole, rates: bulk.Whole, few: list[tuple[int, int]]) -> None:
    """Refuse to report figures of schedules that are not the same to the unit."""
    plan = _vectors(amounts, rates)
    for index, one in enumerate(few):
        rows = list(zip(plan.principal[:, index].tolist(), plan.interest[:, index].tolist(), strict=True))
        if not rows == _exact(*one) == _decimals(*one):
            raise SystemExit(f"schedule {index} differs between the vectors, the exact path and the Decimal loop")


if __name__ == "__main__":
    main()
