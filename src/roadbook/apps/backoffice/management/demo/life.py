"""A year of the demo book, day by day, through the actions that people use: contracts agreed, charged and paid."""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q

from roadbook.apps.leasing import actions as leasing
from roadbook.apps.leasing.enums import Method
from roadbook.apps.leasing.models import AgreedTerms, Contract, Product
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables import queries as debts
from roadbook.apps.receivables.models import Account, AccountPosition
from roadbook.apps.timeline import actions as timeline
from roadbook.kit import audit, clock

from . import papers, people
from .deals import client, vehicle
from .firms import Place

HABITS = ("punctual",) * 13 + ("late",) * 4 + ("partial",) * 2 + ("stops",) * 3
CHANNELS = ("bank", "bank", "bank", "cash", "card")
COUNTS = (6, 12, 24, 36, 48, 60)
NOTES = {
    "bg": (
        "Обади се, ще мине в петък.",
        "Помоли за напомняне по Viber преди падежа.",
        "Сменил е телефона, нов номер в картона.",
    ),
    "pl": ("Zadzwonił, przyjdzie w piątek.", "Prosi o przypomnienie przed terminem."),
    "ru": ("Звонил, зайдёт в пятницу.", "Просит напоминать до срока платежа."),
}


@dataclass
class Deal:
    """A contract that lives in the book, with its client's habit of paying."""

    contract: Contract
    party: Party
    habit: str
    account: Account
    stops_after: int = 0
    paid: int = 0


@dataclass
class Year:
    """Runs one company from its founding date to the last business date."""

    place: Place
    rng: random.Random
    close: Callable[[], None]
    deals: list[Deal] = field(default_factory=list)

    def run(self, until: date) -> None:
        """Live every day before ``until``, which stays the open date, with a few contracts still on their way."""
        start = self.place.company.business_date
        signings = self._signings(start, until)
        while (today := self._today()) < until:
            with clock.pretending(datetime.combine(today, time(8, self.rng.randrange(60)), UTC)):
                self._day(today, signings.count(today))
        self._leave_some_open(until)
        people.enrich(self.place, list({deal.party.pk: deal.party for deal in self.deals}.values()), self.rng)
        papers.attach_some(self.place, [deal.contract for deal in self.deals[-8:]], self.rng)

    def _day(self, today: date, new: int) -> None:
        for _n in range(new):
            self.deals.append(self._live(today))
        owing = self._owing()
        for deal in self.deals:
            if deal.account.pk in owing:
                self._pay(deal, today)
        self.close()

    def _today(self) -> date:
        self.place.company.refresh_from_db()
        return self.place.company.business_date

    def _owing(self) -> set[int]:
        open_items = Q(oldest_due_on__isnull=False) | Q(next_due_on__isnull=False)
        owed = AccountPosition.objects.filter(open_items, account__company=self.place.company)
        return set(owed.values_list("account_id", flat=True))

    def _signings(self, start: date, until: date) -> list[date]:
        span = (until - start).days - 20
        number = self.place.firm.contracts - 2
        return [start + timedelta(days=int(span * n / number)) for n in range(number)]

    def _live(self, today: date) -> Deal:
        contract = self._draft(today)
        leasing.sign(contract=contract, by=self.place.staff["broker"])
        leasing.activate(contract=contract, on=today, by=self.place.staff["back_office"])
        contract.refresh_from_db()
        habit = self.rng.choice(HABITS)
        if self.rng.random() < 0.4:
            text = self.rng.choice(NOTES[self.place.firm.language])
            subject = audit.key(contract)
            broker = self.place.staff["broker"]
            timeline.note(company=contract.company, subject=subject, text=text, by=broker, party=contract.client)
        account = Account.objects.get(subject=audit.key(contract))
        return Deal(contract, contract.client, habit, account, stops_after=self.rng.randrange(2, 6))

    def _draft(self, today: date) -> Contract:
        broker = self.place.staff["broker"]
        party = client(self.place, self.rng, by=broker)
        car, euro_cents = vehicle(self.place, self.rng, by=broker)
        price = euro_cents * self.place.firm.euro_price // 100 // 100_00 * 100_00
        product = self.rng.choice(self.place.products)
        count = self.rng.choice([n for n in COUNTS if n >= product.conditions.count_min])
        return leasing.draft_contract(
            branch=self.rng.choice(self.place.branches),
            client=party,
            vehicle=car,
            product=product,
            terms=self._terms(today, price, count, product),
            by=broker,
        )

    def _terms(self, today: date, price: int, count: int, product: Product) -> AgreedTerms:
        conditions = product.conditions
        month = today.month % 12 + 1
        year = today.year + today.month // 12
        day = min(self.rng.choice([1, 5, 10, 15, 20, 25]), calendar.monthrange(year, month)[1])
        return AgreedTerms(
            currency=self.place.company.currency,
            price=price,
            down_payment=price * self.rng.choice([10, 20, 30]) // 100,
            rate=conditions.rate_default + Decimal(self.rng.randrange(0, 8)) / 400,
            count=count,
            method=self.rng.choice([Method.ANNUITY] * 4 + [Method.EQUAL_PRINCIPAL]),
            starts_on=today,
            first_due_on=date(year, month, day),
            residual=price // 10 if conditions.residual_max else 0,
        )

    def _pay(self, deal: Deal, today: date) -> None:
        charges = debts.open_charges(deal.account)
        if not charges or (deal.habit == "stops" and deal.paid >= deal.stops_after):
            return
        oldest = min(charge.due_on for charge in charges)
        owed = sum(charge.open for charge in charges)
        amount = self._amount(deal, today, (today - oldest).days, owed)
        if amount:
            self._take(deal, today, amount)

    def _amount(self, deal: Deal, today: date, late: int, owed: int) -> int:
        if deal.habit == "punctual":
            over = 5_000 if deal.paid == 3 and self.rng.random() < 0.2 else 0
            return owed + over if late >= -self.rng.randrange(0, 4) else 0
        if deal.habit == "late":
            return owed if late >= 6 and self.rng.random() < 0.12 else 0
        if deal.habit == "partial" and late >= 0 and today.day % 9 == 0:
            return max(owed * 6 // 10, 100) if self.rng.random() < 0.6 else owed
        return owed if deal.habit == "stops" and late >= 0 else 0

    def _take(self, deal: Deal, today: date, amount: int) -> None:
        cashier = self.place.staff["cashier"]
        payment = receivables.take_payment(
            account=deal.account,
            amount=amount,
            channel=self.rng.choice(CHANNELS),
            value_on=today,
            payer_name=deal.party.name,
            payer=deal.party,
            reference=deal.contract.number,
            by=cashier,
        )
        deal.paid += 1
        if payment.channel == "cash" and self.rng.random() < 0.3:
            receivables.issue_receipt(payment=payment, language=self.place.firm.language, by=cashier)

    def _leave_some_open(self, today: date) -> None:
        self._draft(today)
        signed = self._draft(today)
        leasing.sign(contract=signed, by=self.place.staff["broker"])
