"""The own companies of the demo book, their branches, products and the people who work there."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roadbook.apps.identity import actions as identity
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.apps.leasing.models import Product
from roadbook.apps.organisation import actions as organisation
from roadbook.apps.organisation.models import Branch, Company

from . import numbers, products

DOMAIN = "roadbook.example"
ZONES = {"BG": "Europe/Sofia", "PL": "Europe/Warsaw", "RU": "Europe/Volgograd"}


@dataclass(frozen=True)
class Firm:
    """One own company as the demo needs it: its percent of the contracts, its details, how its money is sized."""

    code: str
    name: str
    country: str
    currency: str
    language: str
    share: int
    euro_price: int
    branches: tuple[tuple[str, str, str], ...]
    details: dict[str, str]
    accounts: tuple[dict[str, str], ...] = ()
    branch_details: dict[str, str] = field(default_factory=dict)


FIRMS = (
    Firm(
        code="SOF",
        name="Роудбук Демо Лизинг ЕАД",
        country="BG",
        currency="EUR",
        language="bg",
        share=60,
        euro_price=100,
        branches=(
            ("MLD", "София Младост", "София"),
            ("LUL", "София Люлин", "София"),
            ("PDV", "Пловдив", "Пловдив"),
            ("VAR", "Варна", "Варна"),
        ),
        details={
            "address": "ул. Примерна 1",
            "postcode": "1000",
            "city": "София",
            "region": "София-град",
            "legal_form": "ЕАД",
            "tax_number": "206000009",
            "bulstat": "206000009",
            "accountable_person": "Явор Измислев",
            "manager": "Явор Измислев",
            "manager_number": numbers.egn(random.Random("SOF"), date(1974, 5, 12), is_woman=False),
            "phone": "+359 2 000 000",
            "email": "office@roadbook.example",
            "website": "www.roadbook.example",
        },
        accounts=(
            {"iban": numbers.iban("BG", "DEMO00011000000001"), "bank": "Демо Банк АД", "bic": "DEMOBGSF"},
            {"iban": numbers.iban("BG", "DEMO00011000000002"), "bank": "Демо Банк АД", "purpose": "receipts"},
            {"iban": numbers.iban("BG", "DEMO00011100000003"), "bank": "Демо Банк АД", "currency": "USD"},
        ),
        branch_details={"phone": "+359 2 000 010", "manager": "Оля Примерна", "opening_hours": "пн–пт 9–18, сб 10–14"},
    ),
    Firm(
        code="LOD",
        name="Roadbook Demo Polska Sp. z o.o.",
        country="PL",
        currency="PLN",
        language="pl",
        share=27,
        euro_price=430,
        branches=(
            ("CEN", "Łódź Centrum", "Łódź"),
            ("WAW", "Warszawa Wola", "Warszawa"),
            ("KRK", "Kraków Podgórze", "Kraków"),
        ),
        details={
            "address": "ul. Przykładowa 1",
            "postcode": "90-001",
            "city": "Łódź",
            "region": "łódzkie",
            "legal_form": "Sp. z o.o.",
            "accountable_person": "Żelisław Zmyślony",
            "manager": "Żelisław Zmyślony",
            "manager_number": numbers.pesel(random.Random("LOD"), date(1980, 2, 3), is_woman=False),
            "krs": "0000000001",
        },
        accounts=(
            {"iban": numbers.iban("PL", "999900010000000000000001"), "bank": "Bank Demo S.A."},
            {"iban": numbers.iban("PL", "999900010000000000000002"), "bank": "Bank Demo S.A.", "currency": "EUR"},
        ),
        branch_details={"phone": "+48 42 000 00 10", "manager": "Oskar Przykładowy", "opening_hours": "pn–pt 8–17"},
    ),
    Firm(
        code="VLG",
        name="ООО «Роудбук Демо Волга»",
        country="RU",
        currency="RUB",
        language="ru",
        share=13,
        euro_price=9_500,
        branches=(("CTR", "Центральный", "Примерск"),),
        details={
            "address": "ул. Выдуманная, 1",
            "postcode": "100000",
            "city": "г. Примерск",
            "legal_form": "ООО",
            "accountable_person": "Фёдор Выдумкин",
            "manager": "Фёдор Выдумкин",
            "manager_number": numbers.inn_person(random.Random("VLG")),
            "kpp": "100001001",
        },
        accounts=({"iban": "40702810000000000001", "bank": "АО «Демо Банк»"},),
        branch_details={"phone": "+7 000 000 00 10", "manager": "Ксения Примерова", "opening_hours": "пн–пт 9–19"},
    ),
)

STAFF = {
    Role.BROKER: {"BG": "Оля Примерна", "PL": "Oskar Przykładowy", "RU": "Ксения Примерова"},
    Role.CASHIER: {"BG": "Милена Измислена", "PL": "Łucja Zmyślona", "RU": "Юрий Рулёв"},
    Role.BACK_OFFICE: {"BG": "Калин Образцов", "PL": "Zofia Wymyślona", "RU": "Ольга Фаркина"},
}
HEADQUARTERS = {
    Role.MANAGER: "Радка Кормилова",
    Role.ADMINISTRATOR: "Тодор Джантов",
    Role.COLLECTOR: "Стоян Спирачков",
    Role.RISK: "Елена Фарова",
    Role.FINANCE: "Петър Багажников",
    Role.LEGAL: "Виолета Калникова",
    Role.HOSTESS: "Ивелина Гумева",
    Role.APPRAISER: "Румен Чистачков",
    Role.LOGISTICS: "Николай Маслев",
}


@dataclass(frozen=True)
class Place:
    """A company ready for business."""

    firm: Firm
    company: Company
    branches: tuple[Branch, ...]
    products: tuple[Product, ...]
    staff: dict[str, User]


def open_firm(firm: Firm, on: date) -> Place:
    """Found the company on a date: branches, books, products and staff."""
    company = organisation.create_company(
        by=None,
        code=firm.code,
        name=firm.name,
        country=firm.country,
        currency=firm.currency,
        language=firm.language,
        business_date=on,
        time_zone=ZONES[firm.country],
        **firm.details,
    )
    for account in firm.accounts:
        told: dict[str, Any] = {"opened_on": on, **account}
        organisation.open_account(company=company, by=None, **told)
    branches = tuple(
        organisation.create_branch(company=company, by=None, code=code, name=name, city=city, **firm.branch_details)
        for code, name, city in firm.branches
    )
    staff: dict[str, User] = {role: _hire(role, names[firm.country], firm, company) for role, names in STAFF.items()}
    return Place(firm=firm, company=company, branches=branches, products=products.offer(company), staff=staff)


def _hire(role: str, name: str, firm: Firm, company: Company) -> User:
    suffix = "" if firm.code == FIRMS[0].code else f".{firm.country.lower()}"
    email = f"{role.replace('_', '')}{suffix}@{DOMAIN}"
    user, _password = identity.add_user(
        by=None, email=email, name=name, role=role, company=company, language=firm.language
    )
    return user


def hire_headquarters(places: list[Place]) -> None:
    """People who work for the whole group: one login each, a role in every company."""
    for role, name in HEADQUARTERS.items():
        user = _hire(role, name, places[0].firm, places[0].company)
        for place in places[1:]:
            identity.assign(user=user, role=role, company=place.company, by=None)
