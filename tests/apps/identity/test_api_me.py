"""Own preferences through the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity import actions
from tests.factories import identity as people
from tests.factories import organisation as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(client: Client):
    user = people.staff(make.company(), "broker", name="Bro Ker")
    client.force_login(user)
    return user


def patch(client: Client, **body: Any):
    return client.patch("/api/v1/me", body, content_type="application/json")


def test_what_is_sent_changes_and_the_rest_stays(broker, client: Client):
    told = patch(client, theme="dark", has_shortcuts=False).json()
    assert (told["theme"], told["has_shortcuts"], told["name"], told["density"]) == (
        "dark",
        False,
        "Bro Ker",
        "comfortable",
    )
    assert client.get("/api/v1/me").json() == told


@pytest.mark.parametrize(
    ("body", "field"), [({"theme": "pink"}, "theme"), ({"name": " "}, "name"), ({"email": "a@example.com"}, "email")]
)
def test_preference_that_cannot_be_changes_nothing(broker, client: Client, body: dict, field: str):
    before = client.get("/api/v1/me").json()
    answer = patch(client, **body)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert client.get("/api/v1/me").json() == before


def test_key_changes_no_preferences(broker):
    company = broker.assignments.get().company
    _, secret = actions.create_key(by=broker, company=company, name="Robot", scopes=["party.view"])
    assert patch(Client(headers={"Authorization": f"Bearer {secret}"}), name="Robot").status_code == 403
    broker.refresh_from_db()
    assert broker.name == "Bro Ker"
