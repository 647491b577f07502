"""Home by role, and the command palette."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from roadbook.apps.backoffice import queries
from roadbook.apps.identity.actions import assign
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.queries import permissions
from tests.factories import identity as people
from tests.factories import leasing as contracts
from tests.factories import organisation as make
from tests.factories import receivables


@pytest.fixture
def company(db):
    return receivables.company()


PARTS = {
    Role.BROKER: {"pipeline", "year", "overdue", "due_next"},
    Role.FINANCE: {"drafts"},
    Role.BACK_OFFICE: {"drafts", "waiting", "checks", "expiring"},
    Role.CASHIER: {"till", "overdue", "due_next"},
    Role.MANAGER: {"waiting", "checks", "overdue", "portfolio", "year"},
    Role.ADMINISTRATOR: {"overdue", "portfolio", "year", "machine", "security"},
    Role.COLLECTOR: {"overdue"},
    Role.HOSTESS: {"clients"},
    Role.APPRAISER: {"vehicles", "expiring"},
    Role.LOGISTICS: {"vehicles", "expiring"},
    Role.RISK: {"overdue"},
    Role.LEGAL: {"overdue"},
}


@pytest.mark.parametrize("role", PARTS)
def test_home_shows_what_the_role_works_with(client, company, role):
    client.force_login(people.staff(company, role))
    page = client.get(reverse("backoffice:home"))
    home = page.context["home"]
    assert {name for name in queries.HOME_PARTS if getattr(home, name) is not None} == PARTS[role]
    assert not home.is_empty
    assert home.roles == (str(role.label),)


def test_every_role_finds_something_at_home():
    assert set(PARTS) == set(Role)


def test_who_has_no_role_is_told_where_to_begin(client, company):
    client.force_login(people.user())
    page = client.get(reverse("backoffice:home"))
    assert page.context["home"].is_empty
    assert "Begin with a search" in page.content.decode()


def test_sums_of_several_companies_are_told_apart(client, company):
    other = receivables.company(currency="PLN", country="PL")
    manager = people.staff(company, Role.MANAGER)
    assign(user=manager, role=Role.MANAGER, company=other, by=None)
    contracts.active(company)
    contracts.active(other)
    home = queries.home(manager)
    assert home.is_group
    found = {one["company_name"]: (one["currency"], one["count"]) for one in home.portfolio.sums}
    assert found == {company.name: ("EUR", 1), other.name: ("PLN", 1)}
    client.force_login(manager)
    page = client.get(reverse("backoffice:home")).content.decode()
    assert company.name in page
    assert other.name in page


def test_stranger_is_sent_to_the_sign_in_page(client, db):
    answer = client.get(reverse("backoffice:home"))
    assert answer["Location"] == f"{reverse('account_login')}?next=/"


def test_broker_finds_the_own_contracts(company):
    mine, other = contracts.draft(company), contracts.signed(company)
    home = queries.home(mine.broker)
    assert home.pipeline.on_the_way == [mine]
    assert (home.pipeline.drafts, home.pipeline.signed, home.pipeline.active) == (1, 0, 0)
    assert other not in home.pipeline.on_the_way


def test_back_office_finds_what_waits_in_its_branch(company):
    waiting, elsewhere = contracts.signed(company), contracts.signed(company)
    user = people.staff(company, Role.BACK_OFFICE, branch=waiting.branch)
    assert queries.home(user).waiting == [waiting]
    assert set(queries.home(people.staff(company, Role.MANAGER)).waiting) == {waiting, elsewhere}


def test_money_at_home_is_of_the_own_company_and_day(company):
    contract = contracts.active(company)
    contracts.charge_on(contract, date(2027, 1, 20))
    cashier, manager = people.staff(company, Role.CASHIER), people.staff(company, Role.MANAGER)
    before = queries.home(cashier)
    assert before.overdue == [contract]
    assert before.till.sums == []
    receivables.payment(contract.account, 100_00)
    after = queries.home(cashier)
    assert after.till.sums == [{"currency": "EUR", "total": 100_00, "count": 1}]
    (sums,) = queries.home(manager).portfolio.sums
    contract.account.position.refresh_from_db()
    assert (sums["count"], sums["late"]) == (1, 1)
    assert sums["overdue"] == contract.account.position.overdue > 0
    assert [one.count for one in queries.home(manager).portfolio.ageing] == [0, 1, 0, 0, 0]
    stranger = queries.home(people.staff(make.company(), Role.CASHIER))
    assert (stranger.overdue, stranger.till.sums) == ([], [])


def _titles(user, typed: str) -> dict[str, list[str]]:
    return {str(one.label): [hit.title for hit in one.hits] for one in queries.palette(user, permissions(user), typed)}


def test_palette_offers_what_the_user_may_create(company):
    broker, cashier = people.staff(company, Role.BROKER), people.staff(company, Role.CASHIER)
    assert "New contract" in _titles(broker, ">contr")["Create"]
    assert "Create" not in _titles(cashier, ">contr")
    assert _titles(cashier, ">payment")["Create"] == ["Take a payment"]


def test_palette_leads_to_places_that_the_user_may_open(company):
    admin, broker = people.staff(company), people.staff(company, Role.BROKER)
    assert _titles(admin, "> audit") == {"Go to": ["Audit log"]}
    assert _titles(broker, "> audit") == {}


def test_palette_finds_contracts_of_the_own_company(company):
    contract = contracts.draft(company)
    assert _titles(contract.broker, f"#{contract.number}") == {"Contracts": [contract.number]}
    stranger = people.staff(receivables.company(), Role.BROKER)
    assert _titles(stranger, f"#{contract.number}") == {}


def test_palette_finds_payments_by_number_and_amount_and_accounts(company):
    account = receivables.account(company, debtor=receivables.client(company, first_name="Ралица"))
    payment = receivables.payment(account, 123_45)
    cashier = people.staff(company, Role.CASHIER)
    assert _titles(cashier, payment.number)["Payments"] == [payment.number]
    assert _titles(cashier, "123,45")["Payments"] == [payment.number]
    assert _titles(cashier, "ралица")["Accounts"] == [account.number]
    assert "Payments" not in _titles(cashier, "ралица")
    stranger = people.staff(receivables.company(), Role.CASHIER)
    assert _titles(stranger, payment.number) == {}
    assert _titles(people.staff(company, Role.HOSTESS), payment.number) == {}


@pytest.mark.parametrize("typed", [">", "x" * 5000, "\x00", "'; DROP TABLE", "@", "#%_"])
def test_palette_bears_whatever_is_typed(client, company, typed):
    client.force_login(people.staff(company, *Role.values))
    assert client.post(reverse("backoffice:palette"), {"q": typed}).status_code == 200
