"""Drafts of every kind through the API: dates and amounts by hand, the unknown figure, people beside the client."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadbook.apps.leasing.models import Contract
from tests.factories import identity, leasing, organisation, receivables, vehicles

URL = "/api/v1/contracts"
pytestmark = pytest.mark.django_db


@pytest.fixture
def of(client: Client):
    company = receivables.company()
    client.force_login(identity.everything(company))
    return company


def body(of: Any, **changed: Any) -> dict[str, Any]:
    product = leasing.product(of, kind="finance_lease", methods=("annuity", "given"), count_min=2)
    values = {
        "product_id": product.pk,
        "branch_id": organisation.branch(of).pk,
        "client_id": receivables.client(of).pk,
        "vehicle_id": vehicles.vehicle(of).pk,
        "price": "25000.00",
        "down_payment": "5000.00",
        "rate": "0.089",
        "count": 48,
        "signed_on": "2026-11-24",
        "first_due_on": "2026-12-24",
    }
    return {**values, **changed}


def post(client: Client, values: dict[str, Any], path: str = ""):
    return client.post(f"{URL}{path}", values, content_type="application/json")


def terms(of: Any, **changed: Any) -> dict[str, Any]:
    values = body(of, **changed)
    return {name: one for name, one in values.items() if name not in {"branch_id", "client_id", "vehicle_id"}}


def test_draft_with_everything_is_told_again(of, client: Client):
    guarantor = receivables.client(of)
    days = ["2026-12-31", "2027-03-15", "2027-09-01"]
    values = body(
        of,
        price="3000.00",
        down_payment="0",
        count=3,
        method="given",
        first_due_on=days[0],
        due_dates=days,
        amounts=["1000.00", "1000.00"],
        parties=[{"party_id": guarantor.pk, "role": "guarantor"}],
    )
    answer = post(client, values)
    assert answer.status_code == 201, answer.content
    told = client.get(f"{URL}/{answer.json()['id']}").json()
    assert (told["due_dates"], told["amounts"], told["kind"]) == (days, ["1000.00", "1000.00"], "finance_lease")
    assert (told["vat_basis"], told["vat_rate"]) == ("at_hand_over", "0.2")
    assert told["parties"][1] == {"party_id": guarantor.pk, "role": "guarantor"}
    changed = {"version": 1, "parties": [], "due_dates": [], "amounts": [], "method": "annuity"}
    assert client.patch(f"{URL}/{told['id']}", changed, content_type="application/json").status_code == 200
    row = Contract.objects.get()
    assert (row.due_dates, row.amounts, row.method, row.parties.count()) == ([], [], "annuity", 0)


def test_preview_tells_cost_and_yearly_rate(of, client: Client):
    told = post(client, terms(of), "/preview").json()
    assert (told["payment"], told["fees"], told["vat"]) == ("496.75", "0.00", "0.00")
    assert told["total"] == f"{5000 + float(told['total_cost']):.2f}"
    assert 0.092 < float(told["apr"]) < 0.094
    assert told["beside"] == [{"number": 0, "kind": "down_payment", "due_on": "2026-11-24", "amount": "5000.00"}]


def test_unknown_is_found(of, client: Client):
    told = post(client, terms(of, solve_for="count", payment="496.75", count=2), "/preview").json()
    assert told["count"] == 48
    told = post(client, terms(of, solve_for="price", payment="496.75", price="0"), "/preview").json()
    assert 24_999 < float(told["price"]) < 25_001


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"solve_for": "rate"}, "payment"),
        ({"solve_for": "rate", "payment": "1.00"}, "payment"),
        ({"due_dates": ["2026-12-24"]}, "due_dates"),
        ({"amounts": ["1.00"]}, "amounts"),
        ({"solve_for": "moon"}, "solve_for"),
    ],
)
def test_what_cannot_be_is_named(of, client: Client, changed: dict[str, Any], field: str):
    answer = post(client, body(of, **changed))
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert not Contract.objects.exists()


def test_person_of_another_company_is_not_there(of, client: Client):
    stranger = receivables.client(receivables.company())
    answer = post(client, body(of, parties=[{"party_id": stranger.pk, "role": "guarantor"}]))
    assert answer.status_code == 404
    assert not Contract.objects.exists()
