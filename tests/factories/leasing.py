"""Products and contracts for tests, made through actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from roadbook.apps.leasing import actions
from roadbook.apps.leasing.enums import Method, ProductKind
from roadbook.apps.leasing.models import AgreedTerms, Contract, Product, ProductTerms
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.models import Party
from roadbook.kit import day
from tests.factories import identity, organisation, receivables, vehicles

_numbers = count(1)

TERMS = AgreedTerms(
    currency="EUR",
    price=25_000_00,
    down_payment=5_000_00,
    rate=Decimal("0.089"),
    count=48,
    method=Method.ANNUITY,
    starts_on=date(2026, 11, 24),
    first_due_on=date(2026, 12, 24),
)
"""20,000.00 EUR over 48 months at 8.90 %, signed on the business date of ``organisation.company()``."""


def product(of: Company | None = None, *, kind: str = ProductKind.LOAN, **terms: Any) -> Product:
    """A product of a company with open books, a loan unless said otherwise; ``terms`` are those of ``ProductTerms``."""
    number = next(_numbers)
    return actions.create_product(
        company=of or receivables.company(),
        by=None,
        code=f"P{number}",
        name=f"Product {number}",
        terms=ProductTerms(**terms),
        kind=kind,
    )


def draft(
    of: Company | None = None,
    *,
    product_terms: dict[str, Any] | None = None,
    client: Party | None = None,
    **terms: Any,
) -> Contract:
    """A draft on ``TERMS`` with ``terms`` changed, with a new vehicle and, unless one is given, a new client."""
    of = of or receivables.company()
    return actions.draft_contract(
        branch=organisation.branch(of),
        client=client or receivables.client(of),
        vehicle=vehicles.vehicle(of),
        product=product(of, **(product_terms or {})),
        terms=replace(TERMS, **{"currency": of.currency, **terms}),
        broker=identity.staff(of, "broker"),
        by=None,
    )


def signed(of: Company | None = None, **terms: Any) -> Contract:
    return actions.sign(contract=draft(of, **terms), by=None)


def active(of: Company | None = None, **terms: Any) -> Contract:
    return actions.activate(contract=signed(of, **terms), by=None)


def charge_on(contract: Contract, on: date) -> int:
    """Put the business date to ``on`` and charge what becomes debt by then; returns how many instalments."""
    receivables.move_date(contract.company, on)
    ranges = list(actions.plan_charging(contract.company_id, on))
    return sum(actions.charge_due(contract.company_id, on, low, high) for low, high in ranges)


def close_until(of: Company, until: date) -> None:
    """Close day after day, as the command does, until the business date is ``until``."""
    from roadbook.apps.organisation import actions as organisation_actions

    while of.business_date < until:
        day.close(of.pk, of.business_date)
        organisation_actions.advance_business_date(company=of, by=None)


def taken(of: Company | None = None, **told: Any) -> Contract:
    """A running loan that was taken over: 9,000.00 over 24 months at 8.90 %. ``told`` are fields of ``Brought``."""
    of = of or receivables.company()
    terms = replace(TERMS, currency=of.currency, price=9_000_00, down_payment=0, count=24)
    number = f"OLD-{next(_numbers)}"
    brought = actions.Brought(**{"number": number, "signed_on": date(2025, 1, 10), "terms": terms, **told})
    return actions.take_over(
        branch=organisation.branch(of),
        client=receivables.client(of),
        vehicle=vehicles.vehicle(of),
        product=product(of),
        brought=brought,
        broker=identity.staff(of, "broker"),
        by=None,
    )
