"""Vehicles through the API."""

from __future__ import annotations

from typing import Any

import pytest

from roadbook.apps.organisation.models import Company
from roadbook.apps.vehicles.models import Vehicle
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import vehicles as make

URL = "/api/v1/vehicles"
VIN = make.vin(503)
WRONG = VIN[:8] + ("1" if VIN[8] != "1" else "2") + VIN[9:]


@pytest.fixture
def company(db):
    return organisation.company()


@pytest.fixture
def broker(company, client):
    user = people.staff(company, "broker")
    client.force_login(user)
    return user


def _body(company: Company, **values: Any) -> dict[str, Any]:
    return {"company_id": company.pk, "vin": VIN, "make": "Škoda", "model": "Octavia", **values}


def _send(client: Any, method: str, url: str, body: dict[str, Any], **headers: str) -> Any:
    return getattr(client, method)(url, body, content_type="application/json", headers=headers)


def test_vehicle_is_registered(client, company, broker):
    answer = _send(client, "post", URL, _body(company, plate="СВ 1234 АК", fuel="diesel", body=None))
    told = answer.json()
    assert answer.status_code == 201
    assert (told["plate"], told["fuel"], told["body"], told["warnings"]) == ("CB1234AK", "diesel", "", [])
    assert told["origin"] == "Škoda, Czech Republic"
    assert client.get(f"{URL}/{told['id']}").json() == told


def test_wrong_check_digit_is_told_as_a_warning(client, company, broker):
    answer = _send(client, "post", URL, _body(company, vin=WRONG))
    assert answer.status_code == 201
    assert len(answer.json()["warnings"]) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"vin": VIN[:16] + "Q"}, "vin"),
        ({"fuel": "coal"}, "fuel"),
        ({"model_year": 2050}, "model_year"),
        ({"price": "1"}, "price"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(client, company, broker, values, field):
    answer = _send(client, "post", URL, _body(company, **values))
    assert answer.status_code == 422
    assert [item["field"] for item in answer.json()["error"]["fields"]] == [field]
    assert not Vehicle.objects.exists()


def test_duplicate_is_a_conflict(client, company, broker):
    make.vehicle(company, vin=VIN)
    answer = _send(client, "post", URL, _body(company))
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "duplicate")
    assert Vehicle.objects.count() == 1


def test_change_of_what_is_sent_only(client, company, broker):
    vehicle = make.vehicle(company, colour="red", fuel="diesel")
    answer = _send(client, "patch", f"{URL}/{vehicle.pk}", {"version": 1, "colour": "blue", "vin": None})
    assert answer.status_code == 200
    told = answer.json()
    assert (told["colour"], told["fuel"], told["vin"], told["version"]) == ("blue", "diesel", vehicle.vin, 2)
    assert _send(client, "patch", f"{URL}/{vehicle.pk}", {"version": 1, "colour": "green"}).status_code == 409
    assert Vehicle.objects.get().colour == "blue"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(client, company, broker, rows, django_assert_num_queries):
    for _nth in range(rows):
        make.vehicle(company)
    with django_assert_num_queries(4):
        items = client.get(URL).json()["items"]
    assert len(items) == rows


def test_list_is_searched_and_scoped(client, company, broker):
    vehicle = make.vehicle(company, plate="CB1234AK")
    make.vehicle(company)
    make.vehicle(plate="CB1234AK")
    assert [one["id"] for one in client.get(URL, {"search": "св1234ак"}).json()["items"]] == [vehicle.pk]


def test_another_company_is_not_found(client, broker):
    vehicle = make.vehicle()
    assert client.get(f"{URL}/{vehicle.pk}").status_code == 404
    assert _send(client, "patch", f"{URL}/{vehicle.pk}", {"version": 1, "colour": "X"}).status_code == 404
    assert _send(client, "post", URL, _body(vehicle.company)).status_code == 404
    assert Vehicle.objects.get().version == 1


def test_without_the_permission_it_is_forbidden(client, company):
    client.force_login(people.staff(company, "cashier"))
    assert _send(client, "post", URL, _body(company)).status_code == 403
    assert not Vehicle.objects.exists()
