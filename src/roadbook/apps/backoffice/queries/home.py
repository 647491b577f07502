"""What a user finds at home: only what their permissions open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing.models import Contract

from .machine import Machine, machine
from .money import Portfolio, Till, due_next, overdue, portfolio, till
from .sales import Pipeline, awaiting_activation, pipeline


@dataclass(frozen=True)
class Home:
    """Each part is None for who has no business with it."""

    pipeline: Pipeline | None
    waiting: list[Contract] | None
    till: Till | None
    overdue: list[Contract] | None
    due_next: list[Contract] | None
    portfolio: Portfolio | None
    machine: Machine | None

    @property
    def is_empty(self) -> bool:
        parts = (self.pipeline, self.waiting, self.till, self.overdue, self.due_next, self.portfolio, self.machine)
        return all(part is None for part in parts)


def home(user: Any) -> Home:
    """The parts of the home page that this user works with.

    Sums over the portfolio are for who sees the books; the machine is for who manages users.
    """
    held = identity.permissions(user)
    takes_money = Permission.PAYMENT_TAKE in held
    follows_debts = Permission.CONTRACT_VIEW in held and Permission.CONTRACT_EDIT not in held
    sees_books = Permission.LEDGER_VIEW in held and Permission.CONTRACT_VIEW in held
    return Home(
        pipeline=pipeline(user) if Permission.CONTRACT_EDIT in held else None,
        waiting=awaiting_activation(user) if Permission.CONTRACT_ACTIVATE in held else None,
        till=till(user) if takes_money else None,
        overdue=overdue(user) if follows_debts else None,
        due_next=due_next(user) if takes_money else None,
        portfolio=portfolio(user) if sees_books and not takes_money else None,
        machine=machine(user) if Permission.USER_MANAGE in held else None,
    )
