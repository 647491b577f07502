"""Own API keys through the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity import actions
from roadbook.apps.identity.models import ApiKey
from roadbook.kit import clock
from tests.factories import identity as people
from tests.factories import organisation as make

URL = "/api/v1/me/keys"
pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.company()


@pytest.fixture
def broker(company, client: Client):
    user = people.staff(company, "broker")
    client.force_login(user)
    return user


def post(client: Client, path: str, body: dict[str, Any] | None = None, **headers: str):
    return client.post(f"{URL}{path}", body or {}, content_type="application/json", headers=headers)


def program(broker, company, *scopes: str, **fields: Any) -> Client:
    _, secret = actions.create_key(by=broker, company=company, name="Robot", scopes=scopes, **fields)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def new(company, *scopes: str, **changed: Any) -> dict[str, Any]:
    return {"name": "Robot", "company_id": company.pk, "scopes": list(scopes or ["party.view"]), **changed}


def test_key_is_made_with_a_secret_that_opens_the_api(company, broker, client: Client):
    answer = post(client, "", new(company))
    assert answer.status_code == 201, answer.content
    secret = answer.json()["secret"]
    with_key = Client(headers={"Authorization": f"Bearer {secret}"})
    assert with_key.get("/api/v1/me").json()["permissions"] == ["party.view"]
    listed = client.get(URL)
    assert [one["name"] for one in listed.json()["items"]] == ["Robot"]
    assert secret not in listed.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["user.manage"]}, "scopes"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "9999-12-31T23:59:59-12:00"}, "expires_at"),
    ],
)
def test_key_that_cannot_be_is_not_made(company, broker, client: Client, changed: dict, field: str):
    answer = post(client, "", {**new(company), **changed})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert not ApiKey.objects.exists()


def test_revoked_key_opens_nothing(company, broker, client: Client):
    with_key = program(broker, company, "party.view")
    key = ApiKey.objects.get()
    assert post(client, f"/{key.pk}/revoke").json()["revoked_at"] is not None
    assert with_key.get("/api/v1/me").status_code == 401


def test_key_makes_no_stronger_key(company, broker, client: Client):
    with_key = program(broker, company, "party.view", expires_at=clock.now() + timedelta(days=1))
    later = (clock.now() + timedelta(days=2)).isoformat()
    for refused in (new(company, "party.edit"), new(company), new(company, expires_at=later)):
        assert post(with_key, "", refused).status_code == 422
    assert ApiKey.objects.count() == 1
    sooner = (clock.now() + timedelta(hours=1)).isoformat()
    assert post(with_key, "", new(company, expires_at=sooner)).status_code == 201


def test_key_reaches_no_stronger_key(company, broker, client: Client):
    other = make.company()
    actions.assign(user=broker, role="broker", company=other, by=None)
    strong = actions.create_key(by=broker, company=company, name="Strong", scopes=["party.view", "party.edit"])[0]
    elsewhere = actions.create_key(by=broker, company=other, name="Elsewhere", scopes=["party.view"])[0]
    with_key = program(broker, company, "party.view")
    assert [one["name"] for one in with_key.get(URL).json()["items"]] == ["Robot"]
    for key in (strong, elsewhere):
        assert post(with_key, f"/{key.pk}/revoke").status_code == 404
    assert not ApiKey.objects.filter(revoked_at__isnull=False).exists()


def test_key_of_somebody_else_is_not_there(company, broker, client: Client):
    colleague = people.staff(company, "broker")
    key = actions.create_key(by=colleague, company=company, name="Theirs", scopes=["party.view"])[0]
    assert client.get(URL).json()["items"] == []
    assert post(client, f"/{key.pk}/revoke").status_code == 404
    key.refresh_from_db()
    assert key.revoked_at is None


def test_key_in_another_company_is_not_made(broker, client: Client):
    assert post(client, "", new(make.company())).status_code == 404
    assert not ApiKey.objects.exists()
