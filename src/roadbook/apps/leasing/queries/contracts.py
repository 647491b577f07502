"""Reads of contracts: the register, the file of one contract, what a form may pick."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission, Role
from roadbook.apps.identity.models import Assignment, User
from roadbook.apps.leasing.models import Contract, Instalment, Product, ScheduleVersion
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.models import Payment
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import audit, clock
from roadbook.kit.reading import ById

from . import besides
from .besides import BesideLine
from .chart import Chart, Point, chart
from .debts import debts, principal_paid
from .plan import plan
from .rows import Debt, Row, Standing, row, standing

FOUND_LIMIT = 8
_CLIENT = ById(lambda pk: Contract.objects.filter(pk=pk).only("client_id"))


def register(user: Any) -> Any:
    """Every contract that the user may see, with what a row of the register shows."""
    shown = ("company", "branch", "broker", "client", "vehicle__make", "vehicle__model", "product", "account__position")
    return Contract.objects.visible_to(user).select_related(*shown)


def contract_file(user: Any) -> Any:
    """The queryset from which the page of one contract is fetched: everything of its head in one statement."""
    shown = ("company", "branch", "broker", "client", "vehicle__make", "vehicle__model", "product", "account")
    return Contract.objects.visible_to(user).select_related(*shown)


@dataclass(frozen=True)
class Book:
    """Plan, debt and money of a contract on the business date. ``version`` is None while nothing is frozen."""

    rows: list[Row]
    version: ScheduleVersion | None
    standing: Standing | None
    chart: Chart | None
    payment: int
    total_interest: int
    beside: list[BesideLine]

    @property
    def apart(self) -> list[BesideLine]:
        """What falls due at activation and at the end, beside the instalments and their VAT."""
        return [one for one in self.beside if one.is_apart]

    @property
    def has_vat(self) -> bool:
        """Whether VAT falls due with instalments."""
        return any(one.vat for one in self.rows)


def book(contract: Contract) -> Book:
    """The rows of a contract: frozen ones with their debt where it is live, or those computed from a draft."""
    on = contract.company.business_date
    version = contract.schedules.filter(is_active=True).first()
    if version is None:
        computed = plan(contract.product.conditions_on(contract.signed_on), contract.agreed)
        beside = besides.computed(contract, computed)
        rows = _rows(computed.rows, {}, beside, on)
        return Book(rows, None, None, None, rows[0].total, computed.total_interest, beside)
    instalments, beside = list(version.instalments.order_by("number")), besides.stored(version)
    if contract.account_id is None:
        rows = _rows(instalments, {}, beside, on)
        return Book(rows, version, None, None, rows[0].total, version.total_interest, beside)
    owed = {item.number: debt for item, debt in _owed(contract.account_id, instalments)}
    rows = _rows(instalments, owed, beside, on)
    return Book(
        rows=rows,
        version=version,
        standing=standing(rows, on),
        chart=chart(_balances(contract, rows), principal_paid(contract.account_id, instalments), on),
        payment=rows[0].total,
        total_interest=version.total_interest,
        beside=beside,
    )


def _owed(account_id: int, instalments: Sequence[Instalment]) -> Iterable[tuple[Instalment, Debt]]:
    owed = debts(account_id, instalments)
    return ((item, owed[item.pk]) for item in instalments)


def _rows(planned: Iterable[Any], owed: Mapping[int, Debt], beside: Sequence[BesideLine], on: date) -> list[Row]:
    vat = besides.vat_by_number(beside)
    return [replace(row(one, owed.get(one.number, Debt()), on), vat=vat.get(one.number, 0)) for one in planned]


def _balances(contract: Contract, rows: Iterable[Row]) -> list[Point]:
    return [(contract.signed_on, contract.financed), *((item.due_on, item.closing) for item in rows)]


def contracts_of(user: Any, party_id: int) -> Any:
    """The contracts of a client that the user may see, newest first."""
    return register(user).of_party(party_id).order_by("-pk")


def contracts_with(user: Any, vehicle_id: int) -> Any:
    """The contracts about a vehicle that the user may see, newest first."""
    return register(user).filter(vehicle_id=vehicle_id).order_by("-pk")


def find_clients(user: Any, company_id: int, words: str, *, pk: int = 0) -> list[Party]:
    """Clients of a company by name, number, phone or national number; ``pk`` asks for that one alone."""
    found = Party.objects.visible_to(user).filter(company_id=company_id)
    if pk:
        return list(found.filter(pk=pk))
    return list(found.search(words).order_by("name", "pk")[:FOUND_LIMIT])


def client_to_contract(user: Any, party_id: int) -> Party | None:
    """The client, where the user may draft a contract with it."""
    mine = identity.companies(user, Permission.CONTRACT_EDIT)
    return Party.objects.visible_to(user).filter(pk=party_id, company__in=mine).first()


def find_vehicles(user: Any, company_id: int, words: str, *, pk: int = 0) -> list[Vehicle]:
    """Vehicles of a company by plate, VIN, make or model; ``pk`` asks for that one alone."""
    found = Vehicle.objects.visible_to(user).filter(company_id=company_id).select_related("make", "model")
    if pk:
        return list(found.filter(pk=pk))
    return list(found.search(words).order_by("-pk")[:FOUND_LIMIT])


def company_of_contract(user: Any, pk: int) -> int | None:
    """The company of a contract that the user may see: who writes a note on it must see it."""
    return Contract.objects.visible_to(user).filter(pk=pk).values_list("company_id", flat=True).first()


def client_of_contract(pk: int) -> int | None:
    """The client on whose feed notes about the contract also stand."""
    return next((one.client_id for one in _CLIENT.rows(pk)), None)


def document_subjects(contract: Contract) -> list[str]:
    """The keys of all that documents of a contract may be about: itself and its payments."""
    payments = Payment.objects.filter(account_id=contract.account_id).order_by("pk") if contract.account_id else []
    return [audit.key(contract), *(audit.key(payment) for payment in payments)]


def products_to_pick(user: Any, company: Company | None, contract: Contract | None = None) -> Any:
    """The offered products of a company, and the one that a draft already has."""
    offered = Q(is_offered=True) | Q(pk=contract.product_id if contract else None)
    return Product.objects.visible_to(user).filter(offered, company=company).order_by("name")


def sees_one_company(user: Any) -> bool:
    """Are all contracts that the user may see of one company?"""
    return len(identity.scope(user, Permission.CONTRACT_VIEW).any_company_ids) == 1


def company_choices(user: Any) -> list[tuple[int, str]]:
    """Companies whose contracts the user may see, for a filter; none where there is nothing to choose."""
    if sees_one_company(user):
        return []
    return [(one.pk, one.name) for one in identity.companies(user, Permission.CONTRACT_VIEW)]


def branch_choices(user: Any) -> list[tuple[int, str]]:
    """Branches whose contracts the user may see, for a filter."""
    return [(one.pk, str(one)) for one in identity.branches(user, Permission.CONTRACT_VIEW)]


def is_broker_of(user: Any, contract: Contract) -> bool:
    """Does the user work as a broker in the contract's company, or in its branch?"""
    places = Q(branch__isnull=True) | Q(branch_id=contract.branch_id)
    running = Assignment.objects.filter(role=Role.BROKER, company_id=contract.company_id, ended_at__isnull=True)
    return running.filter(places, user=user, user__is_active=True).exists()


def brokers(user: Any) -> QuerySet[User]:
    """Brokers who work where the user may change contracts: to whom one may hand them."""
    where = identity.scope(user, Permission.CONTRACT_EDIT)
    places = Q(company_id__in=where.company_ids) | Q(branch_id__in=where.branch_ids)
    at_large = Q(company_id__in=where.any_company_ids, branch__isnull=True)
    running = Assignment.objects.filter(places | at_large, role=Role.BROKER, ended_at__isnull=True)
    return User.objects.filter(pk__in=running.values("user_id"), is_active=True).order_by("name", "pk")


def business_date(user: Any) -> date:
    """What "today" means in the register: the latest business date of the companies that the user sees."""
    dates = identity.companies(user, Permission.CONTRACT_VIEW).values_list("business_date", flat=True)
    return max(dates, default=clock.today())


def broker_choices(user: Any) -> list[tuple[int, str]]:
    """Brokers of the companies whose contracts the user may see, for a filter."""
    companies = identity.scope(user, Permission.CONTRACT_VIEW).any_company_ids
    rows = Assignment.objects.filter(role=Role.BROKER, company_id__in=companies, ended_at__isnull=True)
    return list(rows.order_by("user__name", "user_id").values_list("user_id", "user__name").distinct())
