"""What the made-up companies offer, and what a client agrees to: every kind of product."""

from __future__ import annotations

import calendar
import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from roadbook.apps.leasing import actions as leasing
from roadbook.apps.leasing.enums import FeeBase, FeeWhen, Method, ProductKind
from roadbook.apps.leasing.models import AgreedTerms, Fee, Product, ProductTerms
from roadbook.apps.organisation.models import Company

COUNTS = (6, 12, 24, 36, 48, 60)
DUE_DAYS = (1, 5, 10, 15, 20, 25)
RENT_LEFT = 40  # percent of the price that an operating lease leaves
BALLOON_LEFT = 10
OPENING = {"BG": "Такса разглеждане", "PL": "Opłata przygotowawcza", "RU": "Комиссия за оформление"}
REGISTRATION = {"BG": "Регистрация в КАТ", "PL": "Rejestracja pojazdu", "RU": "Постановка на учёт"}
CERTIFICATE = {"BG": "Удостоверение за задължения", "PL": "Zaświadczenie o zadłużeniu", "RU": "Справка о задолженности"}
TRANSFER = {"BG": "Прехвърляне на собствеността", "PL": "Przeniesienie własności", "RU": "Оформление собственности"}
ON_REQUEST = "CERT"
FEE_SIZE = {"BG": 100, "PL": 430, "RU": 9_500}


@dataclass(frozen=True)
class Offer:
    """A product of every company: its names by country, and how often it is chosen out of all."""

    code: str
    kind: str
    weight: int
    names: dict[str, str]


OFFERS = (
    Offer(
        "LEA",
        ProductKind.FINANCE_LEASE,
        8,
        {"BG": "Финансов лизинг", "PL": "Leasing finansowy", "RU": "Финансовая аренда"},
    ),
    Offer(
        "STD",
        ProductKind.LOAN,
        5,
        {"BG": "Автокредит стандарт", "PL": "Kredyt samochodowy standard", "RU": "Автокредит стандарт"},
    ),
    Offer(
        "BAL",
        ProductKind.LOAN,
        3,
        {
            "BG": "Автокредит с остатъчна вноска",
            "PL": "Kredyt samochodowy z ratą końcową",
            "RU": "Автокредит с остаточным платежом",
        },
    ),
    Offer(
        "REN",
        ProductKind.OPERATING_LEASE,
        3,
        {"BG": "Оперативен лизинг", "PL": "Leasing operacyjny", "RU": "Операционная аренда"},
    ),
    Offer(
        "SAL",
        ProductKind.INSTALMENT_SALE,
        2,
        {"BG": "Продажба на изплащане", "PL": "Sprzedaż ratalna", "RU": "Продажа в рассрочку"},
    ),
)
WEIGHTS = {one.code: one.weight for one in OFFERS}


def offer(company: Company) -> tuple[Product, ...]:
    """The products of a company, from its founding on."""
    return tuple(
        leasing.create_product(
            company=company,
            by=None,
            code=one.code,
            name=one.names[company.country],
            kind=one.kind,
            terms=_conditions(one.code, company.country),
        )
        for one in OFFERS
    )


def choose(products: tuple[Product, ...], rng: random.Random) -> Product:
    """A product, those that sell well more often."""
    return rng.choices(products, [WEIGHTS[one.code] for one in products])[0]


def agree(product: Product, on: date, price: int, rng: random.Random) -> AgreedTerms:
    """What a client agrees to on a day: ``price`` in minor units of the company's currency."""
    conditions = product.conditions
    is_rent = product.kind == ProductKind.OPERATING_LEASE
    left = RENT_LEFT if is_rent else BALLOON_LEFT if product.code == "BAL" else 0
    return AgreedTerms(
        currency=product.company.currency,
        price=price,
        down_payment=price * rng.choice([0, 10] if is_rent else [10, 20, 30]) // 100,
        rate=conditions.rate_default + Decimal(rng.randrange(0, 8)) / 400,
        count=rng.choice([n for n in COUNTS if conditions.count_min <= n <= conditions.count_max]),
        method=rng.choice([Method.ANNUITY] * 4 + [Method.EQUAL_PRINCIPAL]) if not is_rent else Method.ANNUITY,
        starts_on=on,
        first_due_on=on if conditions.in_advance else _next_month(on, rng.choice(DUE_DAYS)),
        residual=price * left // 100,
        in_advance=conditions.in_advance,
    )


def _conditions(code: str, country: str) -> ProductTerms:
    unit = FEE_SIZE[country]
    opening = Fee("OPEN", OPENING[country], FeeBase.FINANCED, share=Decimal("0.01"), least=50 * unit)
    registration = Fee("REG", REGISTRATION[country], FeeBase.FIXED, amount=80 * unit, when=FeeWhen.ACTIVATION)
    certificate = Fee(ON_REQUEST, CERTIFICATE[country], FeeBase.FIXED, amount=20 * unit, when=FeeWhen.REQUEST)
    transfer = Fee("OWN", TRANSFER[country], FeeBase.FIXED, amount=60 * unit, when=FeeWhen.CLOSING)
    usual: Any = {"charge_days_before": 5, "count_min": 3}
    if code == "STD":
        return ProductTerms(rate_default=Decimal("0.089"), **usual)
    if code == "BAL":
        return ProductTerms(
            charge_days_before=10, rate_default=Decimal("0.069"), count_min=12, residual_max=Decimal("0.3")
        )
    if code == "LEA":
        return ProductTerms(
            rate_default=Decimal("0.074"),
            down_payment_min=Decimal("0.1"),
            fees=(opening, registration, certificate, transfer),
            **usual,
        )
    if code == "REN":
        return ProductTerms(
            charge_days_before=0,
            count_min=12,
            count_max=60,
            rate_default=Decimal("0.079"),
            residual_max=Decimal("0.6"),
            methods=(Method.ANNUITY,),
            in_advance=True,
            fees=(registration, certificate),
        )
    return ProductTerms(rate_default=Decimal("0.099"), down_payment_min=Decimal("0.1"), **usual)


def _next_month(on: date, day: int) -> date:
    year, month = on.year + on.month // 12, on.month % 12 + 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
