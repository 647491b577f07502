"""What a user finds at home: only what their permissions open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission, Role
from roadbook.apps.leasing.models import Contract
from roadbook.apps.parties.models import Party
from roadbook.apps.vehicles.models import Vehicle

from .machine import Machine, machine
from .money import Portfolio, Till, due_next, overdue, portfolio, till
from .papers import Checks, Expiring, checks, expiring
from .registers import newest_clients, newest_vehicles
from .sales import Pipeline, awaiting_activation, drafts, pipeline
from .security import Security, security

PARTS = (
    "security",
    "pipeline",
    "drafts",
    "waiting",
    "checks",
    "expiring",
    "till",
    "overdue",
    "due_next",
    "portfolio",
    "year",
    "machine",
    "clients",
    "vehicles",
)


@dataclass(frozen=True)
class Home:
    """Each part is None for who has no business with it. ``roles`` are the names of the user's roles.

    ``year`` says whose year is loaded after the page: the company's or the user's own.
    ``is_group`` says that the user works in several companies, so that rows must name theirs.
    """

    roles: tuple[str, ...]
    is_group: bool
    security: Security | None
    pipeline: Pipeline | None
    drafts: list[Contract] | None
    waiting: list[Contract] | None
    checks: Checks | None
    expiring: list[Expiring] | None
    till: Till | None
    overdue: list[Contract] | None
    due_next: list[Contract] | None
    portfolio: Portfolio | None
    year: Literal["company", "mine"] | None
    machine: Machine | None
    clients: list[Party] | None
    vehicles: list[Vehicle] | None

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, part) is None for part in PARTS)


def home(user: Any) -> Home:
    """The parts of the home page that this user works with.

    Sums over the portfolio are for who sees the books; the machine and how safe it is, for who manages users; who
    works with clients or vehicles but not with contracts finds those that came last. Who signs sees the debts of the
    own contracts.
    """
    held = identity.permissions(user)
    roles = list(identity.roles_of(user))
    takes_money = Permission.PAYMENT_TAKE in held
    follows_debts = Permission.CONTRACT_VIEW in held and Permission.CONTRACT_EDIT not in held
    sees_books = Permission.LEDGER_VIEW in held and Permission.CONTRACT_VIEW in held
    signs, prepares = Permission.CONTRACT_SIGN in held, Permission.CONTRACT_EDIT in held
    knows_contracts = Permission.CONTRACT_VIEW in held
    own = {"broker_id": user.pk} if signs else {}
    return Home(
        roles=tuple(dict.fromkeys(str(Role(one.role).label) for one in roles)),
        is_group=len({one.company_id for one in roles}) > 1,
        security=security(user) if Permission.USER_MANAGE in held else None,
        pipeline=pipeline(user) if signs else None,
        drafts=drafts(user) if prepares and not signs else None,
        waiting=awaiting_activation(user) if Permission.CONTRACT_ACTIVATE in held else None,
        checks=checks(user) if Permission.DOCUMENT_VERIFY in held else None,
        expiring=expiring(user) if Permission.VEHICLE_EDIT in held and not signs else None,
        till=till(user) if takes_money else None,
        overdue=overdue(user, **own) if follows_debts or signs else None,
        due_next=due_next(user, **own) if takes_money or signs else None,
        portfolio=portfolio(user) if sees_books and not takes_money else None,
        year="mine" if signs else "company" if sees_books and not takes_money else None,
        machine=machine(user) if Permission.USER_MANAGE in held else None,
        clients=newest_clients(user) if Permission.PARTY_EDIT in held and not knows_contracts else None,
        vehicles=newest_vehicles(user) if Permission.VEHICLE_EDIT in held and not knows_contracts else None,
    )
