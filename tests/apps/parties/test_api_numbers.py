"""A national number in full through the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadbook.apps.parties.models import Party
from roadbook.kit.models import AuditEntry
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import parties as make

NUMBER = make.egn(7)
pytestmark = pytest.mark.django_db


@pytest.fixture
def company(client: Client):
    company = organisation.company()
    client.force_login(people.staff(company, "collector"))
    return company


def show(client: Client, party: Party, body: Any = None, **headers: str):
    url = f"/api/v1/clients/{party.pk}/numbers/{party.identifiers.get().pk}/show"
    return client.post(url, body or {}, content_type="application/json", headers=headers)


def shown() -> list[Any]:
    return [one.changes["reason"] for one in AuditEntry.objects.filter(action="parties.identifier.show")]


def test_each_showing_is_on_record(company, client: Client):
    party = make.person(company, identifier_kind="egn", identifier=NUMBER)
    for _time in range(2):
        answer = show(client, party, {"reason": "Bank asks"}, **{"Idempotency-Key": "s"})
        assert answer.json() == {"kind": "egn", "country": "BG", "value": NUMBER}
    assert shown() == [[None, "Bank asks"]] * 2


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": "x"}])
def test_without_a_reason_nothing_is_shown(company, client: Client, body: dict):
    answer = show(client, make.person(company, identifier_kind="egn", identifier=NUMBER), body)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == ["reason"]
    assert NUMBER not in answer.content.decode()
    assert shown() == []


def test_number_of_another_company_is_not_there(company, client: Client):
    party = make.person(identifier_kind="egn", identifier=NUMBER)
    assert show(client, party, {"reason": "Bank asks"}).status_code == 404
    assert shown() == []
