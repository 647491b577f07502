"""Defining products through the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadbook.apps.leasing.models import Product
from tests.factories import identity, leasing, organisation

URL = "/api/v1/products"
pytestmark = pytest.mark.django_db


@pytest.fixture
def company(client: Client):
    company = organisation.company()
    client.force_login(identity.staff(company, "administrator"))
    return company


def post(client: Client, body: dict[str, Any], **headers: str):
    return client.post(URL, body, content_type="application/json", headers=headers)


def patch(client: Client, product: Product, **body: Any):
    return client.patch(f"{URL}/{product.pk}", body, content_type="application/json")


def test_product_is_made_once_with_its_conditions(company, client: Client):
    body = {"company_id": company.pk, "code": " BIG ", "name": "Big loan", "terms": {"rate_max": "0.25"}}
    answers = [post(client, body, **{"Idempotency-Key": "p"}) for _time in range(2)]
    assert [one.status_code for one in answers] == [201, 201], answers[0].content
    told = answers[0].json()
    assert (told["code"], told["version"], told["is_offered"]) == ("BIG", 1, True)
    assert (told["terms"]["rate_max"], told["terms"]["rate_default"], told["terms"]["count_max"]) == (
        "0.25",
        "0.089",
        96,
    )
    assert client.get(f"{URL}/{told['id']}").json() == told == answers[1].json()
    assert Product.objects.get().conditions.rate_max.as_tuple().digits == (2, 5)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"rate_max": "0.01"}, "rate_max"),
        ({"method": "annuity", "methods": ["equal_principal"]}, "method"),
        ({"rate_min": "-1"}, "terms.rate_min"),
        ({"surprise": 1}, "terms.surprise"),
    ],
)
def test_terms_that_contradict_make_no_product(company, client: Client, terms: dict, field: str):
    answer = post(client, {"company_id": company.pk, "code": "X", "name": "X", "terms": terms})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert not Product.objects.exists()


@pytest.mark.parametrize("name", ["code", "name"])
def test_product_without_a_name_is_not_made(company, client: Client, name: str):
    answer = post(client, {"company_id": company.pk, "code": "X", "name": "X", name: "  "})
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [name]
    assert not Product.objects.exists()


def test_code_that_is_taken_is_named(company, client: Client):
    product = leasing.product(company)
    answer = post(client, {"company_id": company.pk, "code": product.code, "name": "Other"})
    assert [one["field"] for one in answer.json()["error"]["fields"]] == ["code"]
    assert Product.objects.count() == 1


def test_what_is_sent_changes_and_the_rest_stays(company, client: Client):
    product = leasing.product(company, count_max=60)
    told = patch(client, product, version=1, terms={"rate_default": "0.07"}, is_offered=False).json()
    assert (told["name"], told["is_offered"], told["version"]) == (product.name, False, 2)
    assert (told["terms"]["rate_default"], told["terms"]["count_max"]) == ("0.07", 60)


def test_every_condition_is_told_and_taken(company, client: Client):
    product = leasing.product(company, kind="finance_lease")
    fee = {"code": "ADM", "name": "Такса", "base": "price", "amount": "0.00", "share": "0.01", "least": "50.00"}
    terms = {
        "fees": [{**fee, "when": "closing"}],
        "waterfall": ["cost", "fee"],
        "rate_kind": "index",
        "index": "EU_ecb_main_refinancing",
        "margin": "-0.005",
        "rate_floor": "0",
        "late_rate": "0.1",
        "documents": ["contract"],
        "attachments": ["id_scan"],
        "unit": 100,
    }
    told = patch(client, product, version=1, terms=terms, effective_on="2026-12-01").json()
    assert told["terms"]["rate_kind"] == "fixed"
    first, second = client.get(f"{URL}/{product.pk}/versions").json()[::-1]
    assert (first["effective_on"], second["effective_on"]) == ("2026-11-24", "2026-12-01")
    assert {name: second["terms"][name] for name in terms} == terms
    again = {name: value for name, value in second["terms"].items() if value is not None}
    assert patch(client, product, version=2, terms=again, effective_on="2026-12-01").status_code == 200
    assert product.versions.count() == 2


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"fees": [{"code": "A", "name": "A", "amount": "1,5"}]}, "terms.fees.0.amount"),
        ({"fees": [{"code": "A", "name": "A"}, {"code": "A", "name": "B"}]}, "fees"),
        ({"index": "moon"}, "terms.index"),
        ({"rate_kind": "index"}, "index"),
    ],
)
def test_conditions_that_make_no_sense_are_named(company, client: Client, terms: dict, field: str):
    product = leasing.product(company)
    answer = patch(client, product, version=1, terms=terms)
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert Product.objects.get().version == 1


def test_outdated_version_changes_nothing(company, client: Client):
    product = leasing.product(company)
    patch(client, product, version=1, name="First")
    assert patch(client, product, version=1, name="Second").status_code == 409
    assert Product.objects.get().name == "First"


def test_product_of_another_company_is_not_there(company, client: Client):
    product = leasing.product()
    assert patch(client, product, version=1, name="Mine").status_code == 404
    assert post(client, {"company_id": product.company_id, "code": "X", "name": "X"}).status_code == 404
    assert list(Product.objects.values_list("name", flat=True)) == [product.name]


def test_broker_defines_nothing(client: Client):
    product = leasing.product()
    client.force_login(identity.staff(product.company, "broker"))
    assert patch(client, product, version=1, name="Mine").status_code == 403
    assert post(client, {"company_id": product.company_id, "code": "X", "name": "X"}).status_code in {403, 404}
    assert list(Product.objects.values_list("name", flat=True)) == [product.name]
