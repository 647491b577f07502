"""Clients through the API."""

from __future__ import annotations

from typing import Any

import pytest

from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.models import Identifier, Party
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import parties as make

URL = "/api/v1/clients"
NUMBER = make.egn(7)


@pytest.fixture
def company(db):
    return organisation.company()


@pytest.fixture
def broker(company, client):
    user = people.staff(company, "broker")
    client.force_login(user)
    return user


def _body(company: Company, **values: Any) -> dict[str, Any]:
    return {
        "company_id": company.pk,
        "first_name": "Мария",
        "last_name": "Стоева",
        "identifier_kind": "egn",
        "identifier": NUMBER,
        "phones": ["0888 123 456"],
        **values,
    }


def _send(client: Any, method: str, url: str, body: dict[str, Any], **headers: str) -> Any:
    return getattr(client, method)(url, body, content_type="application/json", headers=headers)


def test_client_is_registered_with_a_masked_number(client, company, broker):
    answer = _send(client, "post", URL, _body(company))
    told = answer.json()
    assert answer.status_code == 201
    assert (told["name"], told["phone"], told["version"]) == ("Мария Стоева", "+359888123456", 1)
    number = Identifier.objects.get()
    masked = f"******{NUMBER[-4:]}"
    assert told["identifiers"] == [{"id": number.pk, "kind": "egn", "country": "BG", "masked": masked}]
    assert NUMBER not in answer.content.decode()
    assert client.get(f"{URL}/{told['id']}").json() == told


def test_repeated_request_with_a_key_registers_once(client, company, broker):
    answers = [_send(client, "post", URL, _body(company), **{"Idempotency-Key": "k1"}) for _time in range(2)]
    assert answers[0].json() == answers[1].json()
    assert Party.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"identifier": "7501020019"}, "identifier"),
        ({"phones": ["12"]}, "phones"),
        ({"first_name": ""}, "first_name"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(client, company, broker, values, field):
    answer = _send(client, "post", URL, _body(company, **values))
    assert answer.status_code == 422
    assert [item["field"] for item in answer.json()["error"]["fields"]] == [field]
    assert not Party.objects.exists()


def test_duplicate_is_a_conflict(client, company, broker):
    make.person(company, identifier_kind="egn", identifier=NUMBER)
    answer = _send(client, "post", URL, _body(company))
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "duplicate")
    assert Party.objects.count() == 1


def test_change_of_what_is_sent_only(client, company, broker):
    party = make.person(company, identifier_kind="egn", identifier=NUMBER, phones=("0888123456",))
    answer = _send(client, "patch", f"{URL}/{party.pk}", {"version": 1, "latin_name": "Maria"})
    assert answer.status_code == 200
    assert (answer.json()["latin_name"], answer.json()["phones"], answer.json()["version"]) == (
        "Maria",
        [{"value": "+359888123456", "label": "", "status": "unconfirmed", "source": "client"}],
        2,
    )
    late = _send(client, "patch", f"{URL}/{party.pk}", {"version": 1, "latin_name": "Mariya"})
    assert late.status_code == 409
    assert Party.objects.get().latin_name == "Maria"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(client, company, broker, rows, django_assert_num_queries):
    for _nth in range(rows):
        make.person(company)
    with django_assert_num_queries(7):
        items = client.get(URL).json()["items"]
    assert len(items) == rows


def test_list_is_searched_and_paged(client, company, broker):
    maria = make.person(company, first_name="Мария", last_name="Ячева")
    ivan = make.person(company, first_name="Иван", last_name="Образцов", identifier_kind="egn", identifier=NUMBER)
    make.person()
    assert [one["id"] for one in client.get(URL, {"search": "yacheva"}).json()["items"]] == [maria.pk]
    assert client.get(URL, {"search": NUMBER}).json()["items"] == []
    assert [one["id"] for one in _send(client, "post", f"{URL}/find", {"number": NUMBER}).json()] == [ivan.pk]
    first = client.get(URL, {"limit": 1}).json()
    second = client.get(URL, {"limit": 1, "cursor": first["next"]}).json()
    assert [first["items"][0]["id"], second["items"][0]["id"], second["next"]] == [ivan.pk, maria.pk, None]


def test_another_company_is_not_found(client, broker):
    party = make.person()
    assert client.get(f"{URL}/{party.pk}").status_code == 404
    assert _send(client, "patch", f"{URL}/{party.pk}", {"version": 1, "latin_name": "X"}).status_code == 404
    assert _send(client, "post", URL, _body(party.company)).status_code == 404
    assert Party.objects.get().version == 1


def test_without_the_permission_it_is_forbidden(client, company):
    client.force_login(people.staff(company, "cashier"))
    assert _send(client, "post", URL, _body(company)).status_code == 403
    client.force_login(people.user())
    assert client.get(URL).status_code == 403
    assert not Party.objects.exists()
