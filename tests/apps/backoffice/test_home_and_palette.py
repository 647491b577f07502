"""Home by role, and the command palette."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from roadbook.apps.backoffice import queries
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
    Role.BROKER: {"pipeline"},
    Role.BACK_OFFICE: {"pipeline", "waiting"},
    Role.CASHIER: {"till", "overdue", "due_next"},
    Role.MANAGER: {"waiting", "overdue", "portfolio"},
    Role.ADMINISTRATOR: {"overdue", "portfolio", "machine"},
    Role.COLLECTOR: {"overdue"},
    Role.HOSTESS: set(),
}


@pytest.mark.parametrize("role", PARTS)
def test_home_shows_what_the_role_works_with(client, company, role):
    client.force_login(people.staff(company, role))
    page = client.get(reverse("backoffice:home"))
    home = page.context["home"]
    names = ("pipeline", "waiting", "till", "overdue", "due_next", "portfolio", "machine")
    assert {name for name in names if getattr(home, name) is not None} == PARTS[role]
    assert home.is_empty is not bool(PARTS[role])


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


def test_palette_answers_a_fragment(client, company):
    client.force_login(people.staff(company))
    html = client.get(reverse("backoffice:palette"), {"q": ">aud"}).content.decode()
    assert f'href="{reverse("backoffice:audit_list")}"' in html
    assert "<html" not in html
    assert client.get(reverse("backoffice:palette"), {"q": ""}).content.decode().strip() == ""


@pytest.mark.parametrize("typed", [">", "x" * 5000, "\x00", "'; DROP TABLE", "@", "#%_"])
def test_palette_bears_whatever_is_typed(client, company, typed):
    client.force_login(people.staff(company, *Role.values))
    assert client.get(reverse("backoffice:palette"), {"q": typed}).status_code == 200
