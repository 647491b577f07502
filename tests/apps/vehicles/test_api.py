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
    assert told["origin"] == "Škoda, Czechia"
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


def test_papers_readings_and_plates_of_a_vehicle(client, company):
    vehicle = make.vehicle(company, plate="CB1234AK", odometer_km=100)
    client.force_login(people.staff(company, "broker"))

    def send(path: str, body: dict, method: str = "post") -> Any:
        return getattr(client, method)(f"/api/v1/vehicles{path}", body, content_type="application/json")

    paper = send(f"/{vehicle.pk}/papers", {"kind": "casco", "number": "C-1", "expires_on": "2026-12-10"}).json()
    assert (paper["days_left"], paper["form"], paper["version"]) == (16, "paper", 1)
    assert send(f"/papers/{paper['id']}", {"version": 1, "holder": "bank"}, "patch").json()["holder"] == "bank"
    assert send(f"/papers/{paper['id']}", {"version": 1, "holder": "x"}, "patch").status_code == 409
    assert [one["id"] for one in client.get("/api/v1/vehicles/papers/expiring").json()["items"]] == [paper["id"]]
    assert send(f"/papers/{paper['id']}/end", {"on": "2026-11-24"}).json()["ended_on"] == "2026-11-24"
    refused = send(f"/{vehicle.pk}/odometer", {"value": 50, "on": "2026-11-24"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "doubtful")
    lower = send(f"/{vehicle.pk}/odometer", {"value": 50, "on": "2026-11-24", "is_confirmed": True}).json()
    right = send(f"/odometer/{lower['id']}/correct", {"value": 150, "reason": "misread"}).json()
    assert (right["corrects_id"], right["is_doubtful"]) == (lower["id"], False)
    told = client.get(f"/api/v1/vehicles/{vehicle.pk}/odometer").json()
    assert [(one["km"], one["corrected_by_id"]) for one in told] == [(150, None), (50, right["id"]), (100, None)]
    plates = send(f"/{vehicle.pk}/plates", {"plate": "РВ 1111 АА", "on": "2026-11-24"}).json()
    assert [(one["plate"], one["to_on"]) for one in plates] == [("PB1111AA", None), ("CB1234AK", "2026-11-24")]
    shown = client.get(f"/api/v1/vehicles/{vehicle.pk}").json()
    assert (shown["plate"], shown["odometer_km"], shown["odometer_on"]) == ("PB1111AA", 150, "2026-11-24")
