"""Contracts made by the actions that people use, on a simulated calendar: the book repeats and is proved by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from roadbook.apps.identity import actions as identity
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.apps.leasing import actions as leasing
from roadbook.apps.leasing.enums import Method
from roadbook.apps.leasing.models import AgreedTerms, Contract, Product, ProductTerms
from roadbook.apps.ledger.models import Period
from roadbook.apps.organisation import actions as organisation
from roadbook.apps.organisation.models import Branch, Company
from roadbook.apps.parties import actions as parties
from roadbook.apps.parties.models import AddressLine, IdPaper, Party
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables import queries as debts
from roadbook.apps.receivables.models import Account
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.vehicles import actions as vehicles
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import audit, clock, day, events

from .shapes import CHARGED_BEFORE, FOUNDED, TODAY, Shape, client_of, shape
from .words import COUNTRIES, FIRMS, LANGUAGES, PEOPLE, Words, words

CURRENCIES = ("EUR", "PLN", "RUB")
COMPANIES = ("Книга Лизинг ЕАД", "Księga Leasing S.A.", "Книга Лизинг ООО")
CITIES = (("София", "Пловдив", "Варна"), ("Łódź", "Warszawa", "Kraków"), ("Примерск", "Образцово", "Выдумск"))
CARS = (
    ("Toyota", "Corolla"),
    ("Škoda", "Octavia"),
    ("Ford", "Transit"),
    ("Dacia", "Duster"),
    ("Volkswagen", "Golf"),
    ("Renault", "Clio"),
    ("Hyundai", "Tucson"),
    ("Kia", "Ceed"),
)
SERIES = ("contract", "client", "receipt")
LATE = timedelta(days=8)
TERMS = ProductTerms(
    charge_days_before=CHARGED_BEFORE, count_min=3, count_default=36, count_max=60, rate_max=Decimal("0.2")
)
Step = Callable[[], object]


@dataclass(frozen=True)
class Place:
    """One own company: its branches with a broker each, its product, and who works for the whole of it."""

    number: int
    company: Company
    branches: tuple[Branch, ...]
    brokers: tuple[User, ...]
    cashier: User
    product: Product


@dataclass(frozen=True)
class Deal:
    """Contract ``i`` of the book, to be made by actions."""

    shape: Shape
    words: Words

    @property
    def client(self) -> Shape:
        """The shape of the contract whose client it is."""
        return client_of(self.shape)


def deals(numbers: Iterable[int], shapes: int) -> list[Deal]:
    """Contracts by their numbers in the book, of ``shapes`` shapes in turn."""
    return [Deal(shape(i % shapes), words(shape(i % shapes), i)) for i in numbers]


@contextmanager
def moment(on: date, hour: int, minute: int = 0) -> Iterator[None]:
    """Inside, everything happens at this instant."""
    with clock.pretending(datetime.combine(on, time(hour, minute), UTC)):
        yield


def open_places() -> list[Place]:
    """Three companies with branches, books, a product, staff, catalogue, months and series: what contracts share."""
    with moment(FOUNDED, 8):
        places = [_open(number) for number in range(len(COMPANIES))]
        _staff("manager@book.example", "Manager", Role.MANAGER, [place.company for place in places])
        for make, model in CARS:
            vehicles.catalogued(make=make, model=model)
        deliver()
    return places


def _open(number: int) -> Place:
    country = COUNTRIES[number]
    company = organisation.create_company(
        by=None,
        code=f"BOOK{country}",
        name=COMPANIES[number],
        country=country,
        currency=CURRENCIES[number],
        language=LANGUAGES[number],
        business_date=FOUNDED,
    )
    deliver()
    branches = tuple(
        organisation.create_branch(company=company, by=None, code=f"B{at}", name=city, city=city)
        for at, city in enumerate(CITIES[number])
    )
    brokers = tuple(
        _staff(f"broker{at}.{country.lower()}@book.example", f"Broker {at}", Role.BROKER, [company], branch)
        for at, branch in enumerate(branches)
    )
    cashier = _staff(f"cashier.{country.lower()}@book.example", "Cashier", Role.CASHIER, [company])
    product = leasing.create_product(company=company, by=None, code="STD", name="Standard", terms=TERMS)
    for month in range(FOUNDED.month, TODAY.month + 1):
        Period.objects.get_or_create(company=company, year=TODAY.year, month=month)
    return Place(number, company, branches, brokers, cashier, product)


def _staff(email: str, name: str, role: str, companies: list[Company], branch: Branch | None = None) -> User:
    first, *others = companies
    user, _password = identity.add_user(by=None, email=email, name=name, role=role, company=first, branch=branch)
    for company in others:
        identity.assign(user=user, role=role, company=company, by=None)
    return user


def deliver() -> None:
    """Deliver every event now: inside one transaction nothing commits.

    :raises RuntimeError: a handler failed.
    """
    while events.deliver_pending():
        pass
    failed = events.waiting().exclude(error="").first()
    if failed:
        raise RuntimeError(f"{failed}: {failed.error}")


@transaction.atomic
def live(places: list[Place], made: list[Deal]) -> None:
    """Make the contracts by actions, from founding to ``TODAY``, which stays the open date of every company."""
    for place in places:
        _Calendar(place, [one for one in made if one.shape.place == place.number]).run()


class _Calendar:
    """What happens in one company on which day."""

    def __init__(self, place: Place, made: list[Deal]) -> None:
        self.place = place
        self.company = place.company
        self.steps: defaultdict[date, list[Step]] = defaultdict(list)
        self.clients: dict[str, Party] = {}
        self.accounts: dict[str, Account] = {}
        for deal in made:
            self._plan(deal)
        self.closings = {one.first_due_on.day for one in (deal.shape for deal in made)}

    def run(self) -> None:
        on = FOUNDED
        while on < TODAY:
            self._live(on)
            on += timedelta(days=1)
        self._move(TODAY)

    def _live(self, on: date) -> None:
        steps = self.steps.get(on, [])
        is_closing = (on + timedelta(days=CHARGED_BEFORE)).day in self.closings or on == TODAY - timedelta(days=1)
        if not steps and not is_closing:
            return
        self._move(on)
        for step in steps:
            step()
        if is_closing:
            with moment(on, 18):
                day.close(self.company.pk, on)
        with moment(on, 19):
            deliver()

    def _move(self, on: date) -> None:
        """Go straight to a date: the days between hold nothing."""
        Company.objects.filter(pk=self.company.pk).update(business_date=on)
        self.company.business_date = on

    def _plan(self, deal: Deal) -> None:
        one = deal.shape
        self.steps[one.signed_on].append(lambda: self._agree(deal))
        for due_on in _due_dates(one) if one.is_live else []:
            self.steps[due_on + (LATE if one.role == "late" else timedelta())].append(lambda: self._pay(deal))

    def _agree(self, deal: Deal) -> None:
        one = deal.shape
        with moment(one.signed_on, 9, one.number % 60):
            contract = self._draft(deal, by=self.place.brokers[one.branch])
            if one.role in {"draft", "cancelled"}:
                if one.role == "cancelled":
                    leasing.cancel(contract=contract, by=None, reason="changed his mind")
                return
            leasing.sign(contract=contract, by=self.place.brokers[one.branch])
            if one.is_live:
                live = leasing.activate(contract=contract, by=None)
                self.accounts[deal.words.vin] = live.live_account
            if one.has_note:
                subject = audit.key(contract)
                timeline.note(
                    company=self.company, subject=subject, text="Called: all is well.", by=None, party=contract.client
                )

    def _draft(self, deal: Deal, *, by: User) -> Contract:
        one = deal.shape
        terms = AgreedTerms(
            currency=self.company.currency,
            price=one.price,
            down_payment=one.down_payment,
            rate=one.rate,
            count=one.count,
            method=Method.ANNUITY,
            starts_on=one.signed_on,
            first_due_on=one.first_due_on,
        )
        return leasing.draft_contract(
            branch=self.place.branches[one.branch],
            client=self._client(deal, by),
            vehicle=self._vehicle(deal, by),
            product=self.place.product,
            terms=terms,
            by=by,
        )

    def _client(self, deal: Deal, by: User) -> Party:
        known = self.clients.get(deal.words.identifier)
        if known is None:
            known = self.clients[deal.words.identifier] = _register(self.place, deal, by)
        return known

    def _vehicle(self, deal: Deal, by: User) -> Vehicle:
        make, model = CARS[deal.shape.car]
        said = deal.words
        return vehicles.register_vehicle(
            company=self.company,
            by=by,
            vin=said.vin,
            plate=said.plate,
            engine=said.engine,
            make=make,
            model=model,
            fuel="petrol",
            power_kw=90,
            colour="blue",
            model_year=2026,
            odometer_km=12_400,
        )

    def _pay(self, deal: Deal) -> None:
        """Everything that is open, or less or more of it, as this client does."""
        one, account = deal.shape, self.accounts[deal.words.vin]
        owed = sum(charge.open for charge in debts.open_charges(account))
        if not owed:
            return
        amount = {"partial": owed * 6 // 10, "ahead": owed + 100_00}.get(one.role, owed)
        with moment(self.company.business_date, 11, one.number % 60):
            receivables.take_payment(
                account=account,
                amount=amount,
                channel=one.channel,
                value_on=self.company.business_date,
                payer_name=_name(deal),
                reference="",
                by=self.place.cashier,
            )


def _due_dates(one: Shape) -> list[date]:
    """The due dates before today on which the client pays something."""
    found, due_on = [], one.first_due_on
    while due_on + LATE < TODAY and len(found) < one.count:
        found.append(due_on)
        due_on = date(due_on.year + due_on.month // 12, due_on.month % 12 + 1, due_on.day)
    return found[: max(0, len(found) - 1 - one.number % 3)] if one.role == "stopped" else found


def _name(deal: Deal) -> str:
    said = deal.words
    return said.firm or " ".join(part for part in (said.first, said.middle, said.last) if part)


def _register(place: Place, deal: Deal, by: Any) -> Party:
    one, said = deal.client, deal.words
    country = COUNTRIES[place.number]
    common: dict[str, Any] = {
        "company": place.company,
        "by": by,
        "identifier": said.identifier,
        "language": LANGUAGES[place.number],
        "phones": (said.phone,),
        "emails": (said.email,),
        "registered_address": AddressLine(country=country, city=CITIES[place.number][one.branch], street=said.street),
    }
    if one.is_firm:
        return parties.register_organisation(name=said.firm, identifier_kind=FIRMS[place.number], **common)
    return parties.register_person(
        first_name=said.first,
        middle_name=said.middle,
        last_name=said.last,
        identifier_kind=PEOPLE[place.number],
        birth_date=date.fromisoformat(said.born) if said.born else None,
        citizenship=country,
        id_document=IdPaper(number=said.paper, issued_on=date(2021, 5, 4), expires_on=date(2031, 5, 4)),
        **common,
    )
