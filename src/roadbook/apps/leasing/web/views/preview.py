"""What the preview beside the contract entry shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from roadbook.apps.leasing import queries
from roadbook.apps.leasing.models import Contract
from roadbook.apps.leasing.web.forms import ContractForm
from roadbook.calc.schedule import Row, Schedule

BAR, GAP = 488, 2
HEAD = 9


@dataclass(frozen=True)
class Planned:
    """An instalment and the VAT that is due with it."""

    row: Row
    vat: int


@dataclass(frozen=True)
class Plan:
    """Amounts in minor units; ``head`` and ``tail`` are the rows shown, ``folded`` how many are left out between them.

    The bar is a picture 488 wide: the financed amount and the interest side by side.
    """

    financed: int
    payment: int
    total_interest: int
    rate: Fraction
    count: int
    is_level: bool
    head: Sequence[Planned]
    tail: Sequence[Planned]
    folded: int
    is_whole: bool
    has_vat: bool

    @property
    def total_cost(self) -> int:
        return self.financed + self.total_interest

    @property
    def bar_financed(self) -> int:
        return (BAR - GAP) * self.financed // self.total_cost

    @property
    def bar_interest_x(self) -> int:
        return self.bar_financed + GAP

    @property
    def bar_interest(self) -> int:
        return BAR - self.bar_interest_x


def preview_of(form: ContractForm, contract: Contract | None = None) -> dict[str, Any]:
    """The plan of what the form says so far, or what is wrong with it; before anything is said, that of the draft."""
    currency = form.own_company.currency if form.own_company else ""
    shown: dict[str, Any] = {"currency": currency, "plan": None, "why": None, "problems": [], "cost": None}
    if not form.is_bound:
        drafted = contract and contract.product.conditions_on(contract.signed_on)
        schedule = queries.plan(drafted, contract.agreed) if contract and drafted else None
        cost = queries.cost_of(contract, schedule) if contract and schedule else None
        return {**shown, "plan": _plan(schedule, cost, whole=False) if schedule else None, "cost": cost}
    form.is_valid()
    shown["lines"] = form.lines
    if form.schedule is None:
        return {**shown, "problems": form.problems_told()}
    asked = form.data.get("why", "")
    number = int(asked) if asked.isascii() and asked.isdigit() else 0
    reason = queries.derive(form.schedule, number) if 1 <= number <= len(form.schedule.rows) else None
    plan = _plan(form.schedule, form.cost, whole=bool(form.data.get("whole")))
    return {**shown, "plan": plan, "cost": form.cost, "why": reason}


def _plan(schedule: Schedule, cost: queries.Cost | None, *, whole: bool) -> Plan:
    rows = [Planned(row, cost.vat_with(row.number) if cost else 0) for row in schedule.rows]
    fold = not whole and len(rows) > HEAD + 2
    return Plan(
        financed=schedule.terms.principal,
        payment=schedule.rows[0].total,
        total_interest=schedule.total_interest,
        rate=schedule.terms.rate,
        count=len(rows),
        is_level=len({row.total for row in schedule.rows[:-1]}) <= 1,
        head=rows[:HEAD] if fold else rows,
        tail=rows[-1:] if fold else (),
        folded=len(rows) - HEAD - 1 if fold else 0,
        is_whole=whole and len(rows) > HEAD + 2,
        has_vat=any(one.vat for one in rows),
    )
