"""The year at home: months, sums by contract, whose contracts count."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from roadbook.apps.backoffice import queries
from roadbook.apps.backoffice.queries.year import months_until, next_month
from roadbook.apps.identity.enums import Role
from roadbook.kit.testing import assert_same_queries
from tests.factories import identity as people
from tests.factories import leasing as contracts
from tests.factories import receivables

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


@pytest.fixture
def company():
    return receivables.company()


def test_months_end_with_the_running_one():
    assert months_until(date(2026, 2, 28), 4) == (
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    )
    assert next_month(date(2025, 12, 1)) == date(2026, 1, 1)


def test_signed_contracts_are_counted_in_the_month_of_their_signing(company):
    contract = contracts.active(company)
    contracts.draft(company)
    found = queries.year(people.staff(company, Role.MANAGER), company)
    at = found.months.index(contract.signed_on.replace(day=1))
    assert found.signed[at].count == 1
    assert found.signed[at].financed == contract.financed
    assert sum(one.count for one in found.signed) == 1


def test_what_falls_due_by_contract_holds_charged_and_planned_rows_once(company):
    contract = contracts.active(company)
    rows = contract.schedules.get().instalments.all()
    limit = company.business_date.toordinal() + 30
    expected = sum(one.total for one in rows if company.business_date <= one.due_on and one.due_on.toordinal() <= limit)
    found = queries.year(people.staff(company, Role.MANAGER), company)
    assert found.expected[30] == expected > 0


def test_a_broker_sees_own_contracts_only(company):
    contracts.active(company)
    broker = people.staff(company, Role.BROKER)
    mine = queries.year(broker, company, broker_id=broker.pk)
    assert sum(one.count for one in mine.signed) == 0
    assert mine.sellers is None


def test_another_company_is_not_there(client, company):
    other = receivables.company()
    client.force_login(people.staff(company, Role.MANAGER))
    assert client.get(reverse("backoffice:home_year"), {"company": other.pk}).status_code == 404
    assert client.get(reverse("backoffice:home_year"), {"company": "x"}).status_code == 404
    assert company.name in client.get(reverse("backoffice:home_year")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_year_costs_the_same_for_one_and_three_contracts(company, count):
    manager = people.staff(company, Role.MANAGER)
    for _ in range(count):
        contracts.active(company)
    queries.companies_of_year(manager, "payment.view")
    with assert_same_queries(6):
        queries.year(manager, company)
