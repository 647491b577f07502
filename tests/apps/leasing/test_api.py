"""Products and contracts through the API: the walking lease in decimal strings."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadbook.apps.leasing.models import Contract, Product, ScheduleVersion
from roadbook.apps.organisation.models import Company
from tests.factories import identity, leasing, organisation, receivables, vehicles

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(client: Client) -> Company:
    company = receivables.company()
    client.force_login(identity.everything(company))
    return company


def post(client: Client, path: str, data: Any = None, **headers: str):
    return client.post(f"/api/v1{path}", data or {}, content_type="application/json", headers=headers)


def terms(product: Product, **changed: Any) -> dict[str, Any]:
    return {
        "product_id": product.pk,
        "price": "25000.00",
        "down_payment": "5000",
        "rate": "0.089",
        "count": 48,
        "signed_on": "2026-11-24",
        "first_due_on": "2026-12-24",
        **changed,
    }


def draft(of: Company, **changed: Any) -> dict[str, Any]:
    parts = {
        "branch_id": organisation.branch(of).pk,
        "client_id": receivables.client(of).pk,
        "vehicle_id": vehicles.vehicle(of).pk,
    }
    return {**terms(leasing.product(of)), **parts, **changed}


def test_products_are_listed_with_their_conditions(of: Company, client: Client):
    product = leasing.product(of)
    leasing.product()
    listed = client.get("/api/v1/products").json()
    assert [one["id"] for one in listed["items"]] == [product.pk]
    assert listed["items"][0]["terms"]["rate_default"] == "0.089"
    assert client.get(f"/api/v1/products/{product.pk}").json() == listed["items"][0]


def test_preview_is_the_worked_example(of: Company, client: Client):
    answer = post(client, "/contracts/preview", terms(leasing.product(of)))
    assert answer.status_code == 200, answer.content
    preview = answer.json()
    assert (preview["financed"], preview["payment"], len(preview["schedule"])) == ("20000.00", "496.75", 48)
    assert preview["schedule"][0] == {
        "number": 1,
        "due_on": "2026-12-24",
        "principal": "348.42",
        "interest": "148.33",
        "total": "496.75",
        "closing": "19651.58",
    }
    assert not Contract.objects.exists()


def test_contract_walks_from_draft_to_live(of: Company, client: Client):
    drafted = post(client, "/contracts", draft(of))
    assert drafted.status_code == 201, drafted.content
    contract = drafted.json()
    assert (contract["state"], contract["rate"]) == ("draft", "0.089")
    assert contract["financed"] == {"amount": "20000.00", "currency": "EUR"}
    for move, state in (("sign", "signed"), ("activate", "active")):
        answer = post(client, f"/contracts/{contract['id']}/{move}")
        assert (answer.status_code, answer.json()["state"]) == (200, state)
    leasing.charge_on(Contract.objects.get(), leasing.TERMS.first_due_on)
    file = client.get(f"/api/v1/contracts/{contract['id']}").json()
    first, second = file["schedule"][:2]
    assert (first["charged"], first["open"], first["paid"], first["status"]) == ("496.75", "496.75", "0.00", "due")
    assert (second["charged"], second["status"]) == ("0.00", "planned")
    assert [one["id"] for one in client.get("/api/v1/contracts").json()["items"]] == [contract["id"]]


def test_repeated_activation_with_the_same_key_has_one_effect(of: Company, client: Client):
    contract = leasing.signed(of)
    answers = [post(client, f"/contracts/{contract.pk}/activate", **{"Idempotency-Key": "once"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    assert ScheduleVersion.objects.count() == 1


def test_repeated_activation_without_a_key_is_a_conflict(of: Company, client: Client):
    contract = leasing.active(of)
    answer = post(client, f"/contracts/{contract.pk}/activate")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "move_refused")
    assert ScheduleVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"price": "25000.001"}, "price"),
        ({"price": 25000}, "price"),
        ({"rate": "0.51"}, "rate"),
        ({"count": 0}, "count"),
        ({"down_payment": "30000"}, "down_payment"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_terms_that_cannot_be_are_named(of: Company, client: Client, changed: dict, field: str):
    answer = post(client, "/contracts", draft(of, **changed))
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert not Contract.objects.exists()


@pytest.mark.parametrize("name", ["branch_id", "client_id", "vehicle_id", "product_id"])
def test_parts_of_another_company_are_not_there(of: Company, client: Client, name: str):
    other = draft(receivables.company())
    assert post(client, "/contracts", draft(of, **{name: other[name]})).status_code == 404
    assert not Contract.objects.exists()


def test_contract_of_another_company_is_not_there(of: Company, client: Client):
    contract = leasing.signed()
    assert client.get(f"/api/v1/contracts/{contract.pk}").status_code == 404
    assert post(client, f"/contracts/{contract.pk}/activate").status_code == 404
    assert client.get("/api/v1/contracts").json()["items"] == []


def test_cashier_may_look_and_not_draft(client: Client):
    company = receivables.company()
    body = draft(company)
    client.force_login(identity.staff(company, "cashier"))
    assert post(client, "/contracts", body).status_code in {403, 404}
    assert client.get("/api/v1/contracts").status_code == 200
    assert not Contract.objects.exists()
