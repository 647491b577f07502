"""A year of the demo book, day by day, through the actions that people use: contracts agreed, charged and paid."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from roadbook.apps.leasing import actions as leasing
from roadbook.apps.leasing.actions import Handing
from roadbook.apps.leasing.enums import HandingKind
from roadbook.apps.leasing.models import Contract
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.models import Account, AccountPosition, Payment
from roadbook.apps.timeline import actions as timeline
from roadbook.kit import audit, clock

from . import papers, people, products, troubles
from .deals import client, vehicle
from .firms import Place

HABITS = ("punctual",) * 13 + ("late",) * 4 + ("partial",) * 2 + ("stops",) * 3
KM_A_MONTH = 1_150
REVIEW, BOUNCES = 12, 0.015  # the day of the month on which hopeless contracts end; what share of transfers bounces
CHANNELS = ("bank", "bank", "bank", "cash", "card")
WALK_INS, SPARE_CARS = 3, 9  # one client in so many asks only; of so many cars five stand in the yard, leased by nobody
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
    returns_on: date | None = None


@dataclass
class Year:
    """Runs one company from its founding date to the last business date."""

    place: Place
    rng: random.Random
    close: Callable[[], None]
    contracts: int
    tell: Callable[[str], None]
    agreed: int = 0
    deals: list[Deal] = field(default_factory=list)
    signed: list[tuple[date, Contract]] = field(default_factory=list)
    bouncing: list[tuple[date, Payment]] = field(default_factory=list)

    def run(self, until: date) -> None:
        """Live every day before ``until``, which stays the open date, with a few contracts still on their way."""
        start = self.place.company.business_date
        signings = self._signings(start, until)
        while (today := self._today()) < until:
            with clock.pretending(datetime.combine(today, time(8, self.rng.randrange(60)), UTC)):
                self._day(today, signings.count(today))
        self._leave_some_open(until)
        troubles.ask_for_certificates(self.place)
        troubles.pay_back(self.place)
        people.enrich(self.place, list({deal.party.pk: deal.party for deal in self.deals}.values()), self.rng)
        for deal in self.deals[-4:]:
            leasing.make_set(
                contract=deal.contract, language=self.place.firm.language, by=self.place.staff["back_office"]
            )
        papers.attach_some(self.place, [deal.contract for deal in self.deals[-8:]], self.rng)

    def _day(self, today: date, new: int) -> None:
        if today.day == 1 and today.month % 3 == 1:
            self.tell(f"  {today:%Y-%m}: {len(self.deals)} contracts")
        for _n in range(new):
            self._agree(today)
        for on, contract in [one for one in self.signed if one[0] == today]:
            self.signed.remove((on, contract))
            self.deals.append(self._live(contract, today))
        self._bring_back(today)
        for _on, payment in [one for one in self.bouncing if one[0] == today]:
            troubles.bounce(self.place, payment)
        if today.day == REVIEW:
            troubles.end_hopeless(self.place, today, self.rng)
        owing = self._owing()
        for deal in self.deals:
            if deal.account.pk in owing:
                self._pay(deal, today, *owing[deal.account.pk])
        self.close()

    def _today(self) -> date:
        self.place.company.refresh_from_db()
        return self.place.company.business_date

    def _owing(self) -> dict[int, tuple[date, int]]:
        """Since when and how much the accounts owe: by their positions, one statement a day."""
        open_items = Q(oldest_due_on__isnull=False) | Q(next_due_on__isnull=False)
        owed = AccountPosition.objects.filter(open_items, account__company=self.place.company)
        return {one.account_id: (since, one.owed) for one in owed if (since := one.oldest_due_on or one.next_due_on)}

    def _signings(self, start: date, until: date) -> list[date]:
        span = (until - start).days - 20
        number = self.contracts - 2
        return [start + timedelta(days=int(span * n / number)) for n in range(number)]

    def _agree(self, today: date) -> None:
        """A contract is signed, the car handed over at once or within days. Others only look; cars are bought."""
        broker = self.place.staff["broker"]
        contract = self._draft(today)
        leasing.sign(contract=contract, by=broker)
        soon = contract.first_due_on - today <= timedelta(days=5)
        at_once = soon or self.rng.random() < 0.5
        self.signed.append((today if at_once else today + timedelta(days=self.rng.randrange(1, 5)), contract))
        self.agreed += 1
        if self.agreed % WALK_INS == 0:
            client(self.place, self.rng, by=broker)
        if self.agreed % SPARE_CARS in {1, 3, 5, 7, 8}:
            vehicle(self.place, self.rng, by=broker)

    def _live(self, contract: Contract, today: date) -> Deal:
        staff, km = self.place.staff, contract.vehicle.odometer_km
        handing = Handing(
            odometer_km=km and km + self.rng.randrange(1, 40),
            place=contract.branch.name,
            handed_by=staff["back_office"].name,
            received_by=contract.client.name[:120],
        )
        leasing.activate(contract=contract, on=today, by=staff["back_office"], handing=handing)
        contract.refresh_from_db()
        habit = self.rng.choice(HABITS)
        if self.rng.random() < 0.4:
            text = self.rng.choice(NOTES[self.place.firm.language])
            subject = audit.key(contract)
            timeline.note(
                company=contract.company, subject=subject, text=text, by=staff["broker"], party=contract.client
            )
        account = Account.objects.get(subject=audit.key(contract))
        returns_on = _last_due(contract) + timedelta(days=3) if contract.is_returned else None
        return Deal(contract, contract.client, habit, account, self.rng.randrange(2, 6), returns_on=returns_on)

    def _bring_back(self, today: date) -> None:
        """Rented cars come back a few days after the last rent was due."""
        for deal in [one for one in self.deals if one.returns_on == today]:
            if deal.contract.hand_overs.filter(kind=HandingKind.RETURNED).exists():
                continue  # its contract ended early
            km = (deal.contract.vehicle.odometer_km or 0) + KM_A_MONTH * deal.contract.count
            handing = Handing(odometer_km=km, place=deal.contract.branch.name, handed_by=deal.party.name[:120])
            leasing.take_back(contract=deal.contract, by=self.place.staff["back_office"], handing=handing)

    def _draft(self, today: date) -> Contract:
        broker = self.place.staff["broker"]
        party = client(self.place, self.rng, by=broker)
        car, euro_cents = vehicle(self.place, self.rng, by=broker)
        price = euro_cents * self.place.firm.euro_price // 100 // 100_00 * 100_00
        product = products.choose(self.place.products, self.rng)
        return leasing.draft_contract(
            branch=self.rng.choice(self.place.branches),
            client=party,
            vehicle=car,
            product=product,
            terms=products.agree(product, today, price, self.rng),
            by=broker,
        )

    def _pay(self, deal: Deal, today: date, oldest: date, owed: int) -> None:
        if deal.habit == "stops" and deal.paid >= deal.stops_after:
            return
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
        if payment.channel == "bank" and self.rng.random() < BOUNCES:
            self.bouncing.append((today + timedelta(days=2), payment))
        if payment.channel == "cash" and self.rng.random() < 0.3:
            receivables.issue_receipt(payment=payment, language=self.place.firm.language, by=cashier)

    def _leave_some_open(self, today: date) -> None:
        self._draft(today)
        signed = self._draft(today)
        leasing.sign(contract=signed, by=self.place.staff["broker"])


def _last_due(contract: Contract) -> date:
    due: date = contract.schedules.get(is_active=True).instalments.order_by("-number")[0].due_on
    return due
