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

from .reasons import previewed

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

    The bar is a picture 488 wide: principal and interest side by side.
    """

    financed: int
    principal: int
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
        return self.principal + self.total_interest

    @property
    def bar_principal(self) -> int:
        return (BAR - GAP) * self.principal // self.total_cost

    @property
    def bar_interest_x(self) -> int:
        return self.bar_principal + GAP

    @property
    def bar_interest(self) -> int:
        return BAR - self.bar_interest_x


def preview_of(form: ContractForm, contract: Contract | None = None) -> dict[str, Any]:
    """The plan of what the form says so far, or what is wrong with it; before anything is said, that of the draft."""
    currency = form.own_company.currency if form.own_company else ""
    shown: dict[str, Any] = {"currency": currency, "plan": None, "problems": [], "cost": None, "lines": []}
    if form.is_bound:
        form.is_valid()
        shown["lines"] = form.lines
    basis = form.basis if form.is_bound else contract and queries.drafted_of(contract)
    if not basis:
        return {**shown, "problems": form.problems_told() if form.is_bound else []}
    asked, part = form.data.get("why", ""), form.data.get("of", "")
    number = int(asked) if asked.isascii() and asked.isdigit() else 0
    plan = _plan(basis.schedule, basis.cost, whole=bool(form.data.get("whole")))
    return {**shown, "plan": plan, "cost": basis.cost, **previewed(basis, number, part)}


def _plan(schedule: Schedule, cost: queries.Cost, *, whole: bool) -> Plan:
    rows = [Planned(row, cost.vat_with(row.number)) for row in schedule.rows]
    fold = not whole and len(rows) > HEAD + 2
    return Plan(
        financed=schedule.terms.principal,
        principal=schedule.total_principal,
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
