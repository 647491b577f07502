"""Settlement of many accounts: ``settlement.settle`` against a plain Decimal loop, in one run.

The loop does what a script would: sort the charges, take the smaller of two amounts, keep who paid what and how long
each amount was overdue. It checks nothing and knows no instructions, no advances and no day on which a charge becomes
payable, so a ratio below 1 is the price of these. Both must leave the same amounts open. Late interest is priced by
index and, as its peer, by a Decimal loop over the rate periods.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from time import process_time
from typing import Any, NamedTuple

from roadbook.calc.interest import Divisor, Formula, Index, RatePeriod
from roadbook.calc.settlement import OpenCharge, Receipt, Segment, Settlement, Waterfall, settle

KINDS = ("cost", "interest", "principal", "insurance")
WATERFALL = Waterfall(code="bench", kinds=KINDS)
TODAY = date(2026, 6, 30)
CENT = Decimal("0.01")


class Account(NamedTuple):
    """What one account owes and what arrived."""

    charges: tuple[OpenCharge, ...]
    receipts: tuple[Receipt, ...]


def median_seconds(work: Callable[[], Any], rounds: int) -> float:
    """Median processor time of some rounds, after one that is not counted: the machine may be shared."""
    work()
    seconds = []
    for _ in range(rounds):
        started = process_time()
        work()
        seconds.append(process_time() - started)
    return statistics.median(seconds)


def accounts(count: int) -> list[Account]:
    """Overdue accounts: 3 to 8 charges of four kinds, 1 to 3 receipts after all of them fell due."""
    chance = random.Random(2026)
    return [Account(*_account(chance)) for _ in range(count)]


def _account(chance: random.Random) -> tuple[tuple[OpenCharge, ...], tuple[Receipt, ...]]:
    charges = tuple(
        OpenCharge(
            id=number,
            kind=chance.choice(KINDS),
            due_on=TODAY - timedelta(chance.randrange(60, 200)),
            open=chance.randrange(1_00, 900_00),
        )
        for number in range(chance.randrange(3, 9))
    )
    receipts = tuple(
        Receipt(id=number, amount=chance.randrange(50_00, 700_00), value_on=TODAY - timedelta(chance.randrange(60)))
        for number in range(chance.randrange(1, 4))
    )
    return charges, receipts


class Plain(NamedTuple):
    """What the loop finds: allocations, overdue stretches and open amounts, in Decimals."""

    paid: list[dict[str, Any]]
    overdue: dict[int, list[dict[str, Any]]]
    left: dict[int, Decimal]


def plain(account: Account) -> Plain:
    """Settle with Decimals and nothing else."""
    paid = []
    left = {one.id: Decimal(one.open) / 100 for one in account.charges}
    since = {one.id: one.due_on for one in account.charges}
    overdue: dict[int, list[dict[str, Any]]] = {one.id: [] for one in account.charges}
    order = sorted(account.charges, key=lambda one: (one.due_on, KINDS.index(one.kind), one.id))
    for receipt in sorted(account.receipts, key=lambda one: (one.value_on, one.id)):
        rest, day = Decimal(receipt.amount) / 100, receipt.value_on
        for charge in order:
            part = min(rest, left[charge.id])
            if not part:
                continue
            paid.append({"receipt": receipt.id, "charge": charge.id, "amount": part, "on": day})
            if day > since[charge.id]:
                overdue[charge.id].append({"from": since[charge.id], "to": day, "amount": left[charge.id]})
                since[charge.id] = day
            left[charge.id] = (left[charge.id] - part).quantize(CENT, ROUND_HALF_UP)
            rest -= part
    for number, rest in left.items():
        if rest and since[number] < TODAY:
            overdue[number].append({"from": since[number], "to": TODAY, "amount": rest})
    return Plain(paid, overdue, left)


def ours(account: Account) -> Settlement:
    """Settle with reasons and segments."""
    return settle(account.charges, account.receipts, WATERFALL, on=TODAY)


RATES = tuple(RatePeriod(date(2016 + n, month, 1), Fraction(800 + n, 10_000)) for n in range(11) for month in (1, 7))
FORMULA = Formula(code="bench", rates=RATES, divisor=Divisor.FIXED_360)


def plain_interest(segment: Segment) -> Decimal:
    """Price one stretch with Decimals, rate period by rate period."""
    total = Decimal(0)
    for number, one in enumerate(RATES):
        until = RATES[number + 1].valid_from if number + 1 < len(RATES) else date.max
        days = (min(segment.end + timedelta(1), until) - max(segment.start + timedelta(1), one.valid_from)).days
        if days > 0:
            rate = Decimal(one.rate.numerator) / Decimal(one.rate.denominator)
            total += Decimal(segment.outstanding) * rate * days / 360
    return total.quantize(Decimal(1), ROUND_HALF_UP)


def main() -> None:
    """Print what was measured, the medians and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    book = accounts(given.accounts)
    index = Index(FORMULA, until=TODAY)
    settled = [ours(one) for one in book]
    stretches = [part for one in settled for row in one.segments.values() for part in row]
    for account, result in zip(book, settled, strict=True):
        if {number: int(left * 100) for number, left in plain(account).left.items()} != result.open:
            raise SystemExit("the two ways leave different amounts open")
    if sum(len(row) for one in book for row in plain(one).overdue.values()) != len(stretches):
        raise SystemExit("the two ways cut time differently")
    if any(index.pending(one) != plain_interest(one) for one in stretches):
        raise SystemExit("the two ways find different interest")
    receipts = sum(len(one.receipts) for one in book)
    speed = receipts / median_seconds(lambda: [ours(one) for one in book], given.rounds)
    peer = receipts / median_seconds(lambda: [plain(one) for one in book], given.rounds)
    priced = len(stretches) / median_seconds(lambda: [index.pending(one) for one in stretches], given.rounds)
    counted = len(stretches) / median_seconds(lambda: [plain_interest(one) for one in stretches], given.rounds)
    print(
        f"{len(book)} accounts, {receipts} receipts, {sum(len(one.charges) for one in book)} charges, {len(stretches)}"
    )
    print(f"stretches; median processor time of {given.rounds} rounds; the same amounts open and the same interest")
    print(f"settle {speed:,.0f} receipts/s, plain Decimal loop {peer:,.0f} receipts/s")
    print(
        f"late interest by index {priced:,.0f}/s, Decimal loop {counted:,.0f}/s: {priced / counted:.2f} times as fast"
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    print(f"ratio {speed / peer:.2f} to a plain Decimal loop")


if __name__ == "__main__":
    main()
