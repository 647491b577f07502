"""Settlement: which receipt pays which charge, in what order and why.

Each day, in order of days: first the charges that can be paid from that day on become payable, then every receipt
that still has money (by value date, then id) pays first the charges that its payer named, then the rest by the
waterfall. So an advance waits as a remainder and pays a charge on the day it falls due, and a run over the whole
history gives the same as one run per day. What is due always comes before what is not; ties are decided by id.

The order of kinds is data of the caller (for example Bulgarian Obligations and Contracts Act art. 76(2): costs, then
interest, then principal; Polish Civil Code art. 451; Russian Civil Code art. 319). An instruction of the payer comes
before it (art. 76(1); art. 451 § 1).

>>> rent = OpenCharge(id=1, kind="rent", due_on=date(2024, 1, 10), open=100_00)
>>> fee = OpenCharge(id=2, kind="fee", due_on=date(2024, 1, 10), open=20_00)
>>> rule = Waterfall(code="plain", kinds=("fee", "rent"), order=Order.DUE_THEN_KIND)
>>> result = settle([rent, fee], [Receipt(id=7, amount=50_00, value_on=date(2024, 1, 15))], rule)
>>> [(one.charge_id, one.amount) for one in result.allocations], result.open[1]
([(2, 2000), (1, 3000)], 7000)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from roadbook.calc.explain import Line, Operand


class Order(StrEnum):
    """What decides first between two payable charges: instalment by instalment, or kind by kind."""

    DUE_THEN_KIND = "due_then_kind"
    KIND_THEN_DUE = "kind_then_due"


class SettlementRefused(Exception):  # noqa: N818 - reads as a sentence: "except SettlementRefused"
    """Charges, receipts and waterfall contradict each other, and nothing was settled; ``field`` names which of them."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenCharge:
    """An open item; ``open`` in minor units, above 0. Without ``charged_on`` it may be paid from any day."""

    id: int
    kind: str
    due_on: date
    open: int
    charged_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """Money that arrived, minor units above 0; ``instructions`` are charge ids named by the payer, in his order."""

    id: int
    amount: int
    value_on: date
    instructions: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Waterfall:
    """The order of payment: every kind that may occur, first paid first; ``due_only`` pays nothing before its date."""

    code: str
    kinds: tuple[str, ...]
    order: Order = Order.DUE_THEN_KIND
    due_only: bool = False


class Allocation(NamedTuple):
    """A part of a receipt (minor units) that paid a charge on ``value_on``, the later of receipt and payable day."""

    receipt_id: int
    charge_id: int
    amount: int
    value_on: date
    rule: str
    available: int
    open: int

    @property
    def reason(self) -> Line:
        """Say why this amount: the smaller of what the receipt still held and what the charge still lacked."""
        operands = (
            Operand("available", self.available, "money"),
            Operand("open", self.open, "money"),
            Operand("receipt", self.receipt_id, "count"),
            Operand("charge", self.charge_id, "count"),
            Operand("value_on", self.value_on, "date"),
        )
        return Line("Allocated", "min(available, open)", operands, self.amount, self.rule)


REVERSAL = "settlement.reversal"


def taken_back(allocated: int, on: date) -> Line:
    """Say why an allocation counts no more: its receipt was reversed.

    >>> taken_back(500, date(2024, 1, 15)).value
    -500
    """
    operands = (Operand("allocated", allocated, "money"), Operand("value_on", on, "date"))
    return Line("Taken back", "-allocated", operands, -allocated, REVERSAL)


class Segment(NamedTuple):
    """A stretch after the due date, ``start`` to ``end``, in which ``outstanding`` minor units did not change."""

    start: date
    end: date
    outstanding: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Settlement:
    """The allocations in the order made; what is left of each receipt and open on each charge, by id (minor units).

    ``segments`` holds, by charge id, the overdue stretches up to the day of settlement, for late interest.
    """

    allocations: tuple[Allocation, ...]
    remainders: Mapping[int, int]
    open: Mapping[int, int]
    segments: Mapping[int, tuple[Segment, ...]]


def settle(
    charges: Iterable[OpenCharge], receipts: Iterable[Receipt], waterfall: Waterfall, *, on: date | None = None
) -> Settlement:
    """Settle charges from receipts up to the day ``on`` (by default the last value date).

    :raises SettlementRefused: an amount that is not a whole number above 0, an id used twice, an instruction for an
        unknown charge, a kind that the waterfall does not name, or a value date after ``on``.
    """
    owed = tuple(charges)
    paid = sorted(receipts, key=lambda one: (one.value_on, one.id))
    _check(owed, paid, waterfall, on)
    last = on or (paid[-1].value_on if paid else date.min)
    run = _Run(owed, paid, waterfall)
    for day in _days(owed, paid, waterfall, last):
        run.settle_day(day)
    return Settlement(
        allocations=tuple(run.allocations),
        remainders=run.left,
        open=run.open,
        segments=_all_segments(owed, run.allocations, last),
    )


class _Run:
    """The state of one settlement: what is open, what is left, what was allocated so far."""

    def __init__(self, charges: Sequence[OpenCharge], receipts: Sequence[Receipt], waterfall: Waterfall) -> None:
        self.charges, self.receipts, self.waterfall = _in_order(charges, waterfall), receipts, waterfall
        self.open = {one.id: one.open for one in charges}
        self.left = {one.id: one.amount for one in receipts}
        self.by_waterfall = f"settlement.waterfall.{waterfall.code}"
        self.allocations: list[Allocation] = []

    def settle_day(self, day: date) -> None:
        """Let every receipt that has arrived and holds money pay what is payable on the day."""
        queue: list[int] | None = None
        for receipt in self.receipts:
            if receipt.value_on > day:
                return
            if not self.left[receipt.id]:
                continue
            if receipt.value_on == day:
                self.pay(receipt, receipt.instructions, day, "settlement.instruction")
            if queue is None:
                queue = self.payable(day)
            self.pay(receipt, queue, day, self.by_waterfall)

    def payable(self, day: date) -> list[int]:
        """Give the ids of the open charges that may be paid on the day, first paid first."""
        left, waterfall = self.open, self.waterfall
        chosen = [one for one in self.charges if left[one.id] and _payable_from(one, waterfall) <= day]
        if waterfall.order is Order.KIND_THEN_DUE:
            chosen.sort(key=lambda one: one.due_on > day)
        return [one.id for one in chosen]

    def pay(self, receipt: Receipt, charge_ids: Iterable[int], day: date, rule: str) -> None:
        """Pay the charges in turn until the receipt is used up."""
        left = self.left[receipt.id]
        for charge_id in charge_ids:
            if not left:
                break
            owed = self.open[charge_id]
            amount = min(left, owed)
            if not amount:
                continue
            self.allocations.append(Allocation(receipt.id, charge_id, amount, day, rule, left, owed))
            left -= amount
            self.open[charge_id] = owed - amount
        self.left[receipt.id] = left


def _in_order(charges: Sequence[OpenCharge], waterfall: Waterfall) -> list[OpenCharge]:
    """Put the charges in the order of the waterfall, as if all were due."""
    rank = {kind: place for place, kind in enumerate(waterfall.kinds)}
    if waterfall.order is Order.DUE_THEN_KIND:
        return sorted(charges, key=lambda one: (one.due_on, rank[one.kind], one.id))
    return sorted(charges, key=lambda one: (rank[one.kind], one.due_on, one.id))


def _payable_from(charge: OpenCharge, waterfall: Waterfall) -> date:
    """Give the first day on which the waterfall may pay a charge."""
    charged_on = charge.charged_on or date.min
    return max(charge.due_on, charged_on) if waterfall.due_only else charged_on


def _days(
    charges: Sequence[OpenCharge], receipts: Sequence[Receipt], waterfall: Waterfall, last: date
) -> Iterable[date]:
    """Give the days on which anything can be paid: money arrives, or an earlier advance meets a charge."""
    if not receipts:
        return ()
    first = receipts[0].value_on
    payable = {_payable_from(one, waterfall) for one in charges}
    return sorted({one.value_on for one in receipts} | {day for day in payable if first < day <= last})


def _all_segments(
    charges: Sequence[OpenCharge], allocations: Sequence[Allocation], last: date
) -> dict[int, tuple[Segment, ...]]:
    steps: dict[int, list[tuple[date, int]]] = {one.id: [] for one in charges}
    for one in allocations:
        steps[one.charge_id].append((one.value_on, one.amount))
    return {one.id: segments(one.due_on, one.open, steps[one.id], last) for one in charges}


def segments(due_on: date, amount: int, payments: Iterable[tuple[date, int]], end: date) -> tuple[Segment, ...]:
    """Cut the time from due date to ``end`` where payments (day, minor units; in order) change the outstanding."""
    found: list[Segment] = []
    start, outstanding = due_on, amount
    for day, part in payments:
        if day > start and outstanding:
            found.append(Segment(start, min(day, end), outstanding))
        start, outstanding = max(start, day), outstanding - part
    if outstanding and start < end:
        found.append(Segment(start, end, outstanding))
    return tuple(found)


def explain_open(settlement: Settlement, charge: OpenCharge) -> Line:
    """Say what is still open on a charge: what was open less each allocation to it."""
    lines = tuple(one.reason for one in settlement.allocations if one.charge_id == charge.id)
    operands = (Operand("open", charge.open, "money"), Operand("charge", charge.id, "count"))
    return Line("Still open", "open - sum(lines)", operands, settlement.open[charge.id], "settlement.open", lines)


def explain_remainder(settlement: Settlement, receipt: Receipt) -> Line:
    """Say what is left of a receipt: its amount less each allocation from it."""
    lines = tuple(one.reason for one in settlement.allocations if one.receipt_id == receipt.id)
    operands = (Operand("amount", receipt.amount, "money"), Operand("receipt", receipt.id, "count"))
    value = settlement.remainders[receipt.id]
    return Line("Not applied", "amount - sum(lines)", operands, value, "settlement.remainder", lines)


def _check(charges: Sequence[OpenCharge], receipts: Sequence[Receipt], waterfall: Waterfall, on: date | None) -> None:
    """Refuse what cannot be settled without guessing."""
    _once("waterfall", "kind", waterfall.kinds)
    _once("charges", "charge", [one.id for one in charges])
    _once("receipts", "receipt", [one.id for one in receipts])
    for charge in charges:
        _whole("charges", f"charge {charge.id}", charge.open)
        if charge.kind not in waterfall.kinds:
            raise SettlementRefused("waterfall", f"waterfall {waterfall.code!r} does not name kind {charge.kind!r}")
    known = {one.id for one in charges}
    for receipt in receipts:
        _whole("receipts", f"receipt {receipt.id}", receipt.amount)
        unknown = [one for one in receipt.instructions if one not in known]
        if unknown:
            raise SettlementRefused("receipts", f"receipt {receipt.id} names charge {unknown[0]}, which is not open")
        if on is not None and receipt.value_on > on:
            message = f"receipt {receipt.id} has its value date after {on}, the day of settlement"
            raise SettlementRefused("receipts", message)


def _whole(field: str, what: str, amount: int) -> None:
    if type(amount) is not int or amount <= 0:
        raise SettlementRefused(field, f"{what} has the amount {amount!r}; it must be whole minor units above 0")


def _once(field: str, what: str, names: Sequence[int] | Sequence[str]) -> None:
    if len(set(names)) < len(names):
        twice = next(name for name, count in Counter(names).items() if count > 1)
        raise SettlementRefused(field, f"{what} {twice!r} is given twice")
