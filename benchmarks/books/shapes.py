"""The shapes of contracts: where, on what terms, since when, and how they are paid. Number n is always the same."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

TODAY = date(2026, 11, 24)
FOUNDED = date(2026, 4, 1)
COUNT = 36
SHORT = 3
TEN = 10
# Six of ten contracts in Bulgaria, three in Poland, one in Russia; one of ten is not paid any more.
PLACES = (0, 0, 0, 0, 0, 0, 1, 1, 1, 2)
ROLES = (
    ("paid", "draft", "stopped", "paid", "paid", "paid", "closed", "signed", "cancelled", "ahead"),
    ("paid", "paid", "paid", "stopped", "paid", "late", "paid", "paid", "paid", "paid"),
    ("draft", "paid", "paid", "paid", "paid", "paid", "stopped", "paid", "partial", "paid"),
    ("paid", "signed", "late", "paid", "closed", "paid", "paid", "paid", "paid", "stopped"),
    ("paid", "paid", "paid", "ahead", "stopped", "paid", "paid", "cancelled", "paid", "paid"),
)
WAITING = ("draft", "signed", "cancelled")
DUE_DAYS = (5, 15, 25)
CHARGED_BEFORE = 5
MOST_DAYS = 175


@dataclass(frozen=True)
class Shape:
    """``role`` is how far the contract came or how it is paid; ``shares_client``: with the contract before."""

    number: int
    role: str
    place: int
    branch: int
    is_firm: bool
    is_woman: bool
    shares_client: bool
    car: int
    price: int
    down_payment: int
    rate: Decimal
    count: int
    signed_on: date
    first_due_on: date
    has_note: bool
    channel: str

    @property
    def is_live(self) -> bool:
        return self.role not in WAITING


@cache
def shape(number: int) -> Shape:
    """Shape number n; prices are of the company's own money."""
    rng = random.Random(number)
    place, role = PLACES[number % TEN], ROLES[number // TEN % len(ROLES)][number % TEN]
    price = rng.randrange(12_000, 45_000) * (100, 430, 9_500)[place]
    signed_on = TODAY - timedelta(days=_age(role, rng))
    return Shape(
        number=number,
        role=role,
        place=place,
        branch=rng.randrange(3),
        is_firm=number % TEN in {3, 8},
        is_woman=rng.random() < 0.5,
        shares_client=number % TEN == 5,
        car=rng.randrange(8),
        price=price,
        down_payment=price * rng.choice((10, 20, 30)) // 100,
        rate=Decimal(rng.randrange(490, 1190)) / 10_000,
        count=SHORT if role == "closed" else COUNT,
        signed_on=signed_on,
        first_due_on=_next_month(signed_on, rng.choice(DUE_DAYS)),
        has_note=number % 4 == 0,
        channel=rng.choice(("bank", "bank", "cash", "card")),
    )


def client_of(one: Shape) -> Shape:
    """The shape whose client the contract has: its own, or that of the contract before."""
    return shape(one.number - 1) if one.shares_client else one


def _age(role: str, rng: random.Random) -> int:
    """Days since the signing: most contracts are young, what is closed or not paid is old enough for it."""
    if role in WAITING:
        return rng.randrange(12)
    if role == "closed":
        return rng.randrange(150, MOST_DAYS)
    if role == "stopped":
        return rng.randrange(70, MOST_DAYS)
    return 1 + int((MOST_DAYS - 1) * rng.random() ** 2)


def _next_month(on: date, day: int) -> date:
    return date(on.year + on.month // 12, on.month % 12 + 1, day)
