"""Rates of return in bulk: ``irr.xirr_many`` against pyxirr and numpy-financial, one call for each loan, in one run.

Goal (performance.md): >= 150,000 rates a second, >= 70 times numpy-financial.
"""

from __future__ import annotations

import argparse
import resource
import statistics
from collections.abc import Callable
from datetime import date, timedelta
from time import process_time
from typing import Any

import numpy as np
import numpy_financial
import pyxirr

from roadbook.calc import irr
from roadbook.calc.dates import due_dates


def median_seconds(work: Callable[[], Any], rounds: int) -> float:
    """Median processor time of some rounds, after one that is not counted: the machine may be shared."""
    work()
    seconds = []
    for _ in range(rounds):
        started = process_time()
        work()
        seconds.append(process_time() - started)
    return statistics.median(seconds)


def loans(count: int, instalments: int) -> tuple[list[date], np.ndarray, np.ndarray]:
    """Due dates, their years from the first, and the flows of loans with different amounts, terms and prices."""
    chance = np.random.default_rng(2026)
    start = date(2026, 1, 31)
    days = [start, *due_dates(date(2026, 2, 28), instalments, anchor_day=31)]
    lent = chance.integers(2_000_00, 60_000_00, (count, 1))
    each = lent * (1 + chance.random((count, 1)) * 0.9) // instalments
    each = each * (np.arange(instalments) < chance.integers(6, instalments + 1, (count, 1)))
    years = np.array([(day - start) / timedelta(365) for day in days])
    return days, years, np.hstack([-lent, each])


def same(ours: np.ndarray, theirs: list[float | None]) -> None:
    """Two answers to one question are equal to 1e-8, or the run means nothing."""
    np.testing.assert_allclose(ours[: len(theirs)], np.array(theirs, dtype=float), rtol=1e-8, atol=1e-9)


def main() -> None:
    """Print what was measured, the median and the ratio to each peer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loans", type=int, default=100_000)
    parser.add_argument("--instalments", type=int, default=36)
    parser.add_argument("--peer-loans", type=int, default=3_000, help="loans for pyxirr; a tenth for numpy-financial")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    days, years, flows = loans(given.loans, given.instalments)
    lists = flows[: given.peer_loans].tolist()
    few = flows[: max(given.peer_loans // 10, 1)]
    found = irr.xirr_many(years, flows)
    same(found, [pyxirr.xirr(days, row) for row in lists])
    same(irr.irr_many(few), [numpy_financial.irr(row) for row in few])
    ours = given.loans / median_seconds(lambda: irr.xirr_many(years, flows), given.rounds)
    equal = given.loans / median_seconds(lambda: irr.irr_many(flows), given.rounds)
    rust = len(lists) / median_seconds(lambda: [pyxirr.xirr(days, row) for row in lists], given.rounds)
    slow = len(few) / median_seconds(lambda: [numpy_financial.irr(row) for row in few], given.rounds)
    print(
        f"{given.loans} loans of up to {given.instalments} instalments, median processor time of {given.rounds} rounds"
    )
    print(f"xirr_many {ours:,.0f}/s, irr_many {equal:,.0f}/s (goal 150,000/s), without a rate: {np.isnan(found).sum()}")
    print(f"pyxirr.xirr {rust:,.0f}/s on {len(lists)} loans: xirr_many is {ours / rust:.2f} times as fast")
    print(f"numpy_financial.irr {slow:,.0f}/s on {len(few)} loans (goal 70 times)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    print(f"ratio {equal / slow:.2f} to numpy-financial")


if __name__ == "__main__":
    main()
