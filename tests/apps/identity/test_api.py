"""The API's doors: session with CSRF, key within its scopes; and what it says of the caller."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.models import Party
from tests.factories import identity as people
from tests.factories import organisation as make

ME, COMPANIES, CLIENTS = "/api/v1/me", "/api/v1/companies", "/api/v1/clients"


@pytest.fixture
def company(db):
    return make.company(name="Own company")


@pytest.fixture
def broker(company):
    return people.staff(company, Role.BROKER, name="Bro Ker")


def _bearer(text: str) -> dict[str, Any]:
    return {"headers": {"authorization": f"Bearer {text}"}}


def _key(broker: User, company: Company, *scopes: str) -> dict[str, Any]:
    return _bearer(actions.create_key(by=broker, company=company, name="Robot", scopes=scopes or ["party.view"])[1])


def test_stranger_gets_401_in_the_one_error_shape(client, db):
    answer = client.get(ME)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["error"]["code"] == "unauthorized"


def test_session_says_who_one_is(client, broker, company):
    client.force_login(broker)
    me = client.get(ME).json()
    assert (me["id"], me["email"], me["name"]) == (broker.pk, broker.email, "Bro Ker")
    assert me["roles"] == [{"role": "broker", "company_id": company.pk, "branch_id": None}]
    assert "contract.edit" in me["permissions"]


def test_key_says_only_what_it_may(client, broker, company):
    other = make.company()
    actions.assign(user=broker, role=Role.CASHIER, company=other, by=None)
    me = client.get(ME, **_key(broker, company, "party.view", "vehicle.view")).json()
    assert me["permissions"] == ["party.view", "vehicle.view"]
    assert [role["company_id"] for role in me["roles"]] == [company.pk]


def test_key_stays_in_its_company(client, broker, company):
    other = make.company()
    actions.assign(user=broker, role=Role.BROKER, company=other, by=None)
    key = _key(broker, company)
    assert [one["id"] for one in client.get(COMPANIES, **key).json()["items"]] == [company.pk]
    assert client.get(f"{COMPANIES}/{company.pk}", **key).status_code == 200
    assert client.get(f"{COMPANIES}/{other.pk}", **key).status_code == 404


def test_key_without_the_scope_writes_nothing(client, broker, company):
    body = {"company_id": company.pk, "first_name": "Мария", "last_name": "Нова"}
    refused = client.post(CLIENTS, body, content_type="application/json", **_key(broker, company, "party.view"))
    assert refused.status_code in {403, 404}
    assert not Party.objects.exists()
    made = client.post(
        CLIENTS, body, content_type="application/json", **_key(broker, company, "party.edit", "party.view")
    )
    assert made.status_code == 201
    assert Party.objects.get().created_by == broker


def test_wrong_key_gets_401(client, broker, company):
    _key(broker, company)
    for text in ("rb_00000000_x", "x", ""):
        assert client.get(ME, **_bearer(text)).status_code == 401


def test_session_writes_only_with_the_csrf_token(broker, company):
    client = Client(enforce_csrf_checks=True)
    client.force_login(broker)
    body = {"company_id": company.pk, "first_name": "Мария", "last_name": "Нова"}
    assert client.post(CLIENTS, body, content_type="application/json").status_code == 403
    assert not Party.objects.exists()


def test_key_needs_no_csrf_token(broker, company):
    client = Client(enforce_csrf_checks=True)
    body = {"company_id": company.pk, "first_name": "Мария", "last_name": "Нова"}
    key = _key(broker, company, "party.edit", "party.view")
    assert client.post(CLIENTS, body, content_type="application/json", **key).status_code == 201


def test_temporary_password_opens_no_api(client, broker):
    password = actions.reset_password(user=broker, by=None)
    client.force_login(broker)
    assert password
    assert client.get(ME).status_code in {302, 401}


def test_company_shows_its_branches(client, broker, company):
    make.branch(company, code="SOF", name="Sofia")
    client.force_login(broker)
    found = client.get(f"{COMPANIES}/{company.pk}").json()
    assert (found["name"], found["business_date"], found["currency"]) == ("Own company", "2026-11-24", "EUR")
    assert [branch["code"] for branch in found["branches"]] == ["SOF"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(client, broker, company, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        actions.assign(user=broker, role=Role.BROKER, company=make.company(), by=None)
    client.force_login(broker)
    with django_assert_num_queries(5):
        assert len(client.get(COMPANIES).json()["items"]) == rows
