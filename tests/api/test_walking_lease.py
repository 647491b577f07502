"""The walking lease through the API, as a program with a key would do it: every POST sent twice, nothing done twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing.models import Contract
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.models import Payment
from roadbook.kit import invariants
from tests.factories import identity, leasing, organisation, receivables

pytestmark = pytest.mark.django_db

EUR = "EUR"


class Program:
    """A caller with an API key. A POST goes out twice under one key; the second answer must be the first again."""

    def __init__(self, secret: str) -> None:
        self.http = Client(headers={"Authorization": f"Bearer {secret}"})
        self.sent = 0

    def get(self, path: str) -> Any:
        answer = self.http.get(f"/api/v1{path}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path: str, body: dict[str, Any] | None = None, status: int = 201) -> Any:
        self.sent += 1
        send = lambda: self.http.post(  # noqa: E731 - the same request twice
            f"/api/v1{path}",
            body or {},
            content_type="application/json",
            headers={"Idempotency-Key": f"walk-{self.sent}"},
        )
        first, again = send(), send()
        assert first.status_code == status, first.content
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.headers["Idempotency-Replayed"] == "true"
        return first.json()


@pytest.fixture
def company():
    return receivables.company(business_date=date(2026, 1, 15))


@pytest.fixture
def program(company) -> Program:
    user = identity.everything(company)
    _, secret = actions.create_key(by=user, company=company, name="walk", scopes=Permission.values)
    return Program(secret)


def test_lease_walks_through_the_api(company, program: Program):
    branch, product = organisation.branch(company), leasing.product(company, charge_days_before=5)
    client = program.post(
        "/clients",
        {
            "company_id": company.pk,
            "first_name": "Иван",
            "last_name": "Примеров",
            "identifier_kind": "egn",
            "identifier": "7501020018",
        },
    )
    assert "7501020018" not in str(client)
    vehicle = program.post(
        "/vehicles", {"company_id": company.pk, "vin": "TMBJJ7NE0G0000001", "make": "Škoda", "model": "Octavia"}
    )
    terms = {
        "product_id": product.pk,
        "price": "25000.00",
        "down_payment": "5000.00",
        "rate": "0.089",
        "count": 48,
        "signed_on": "2026-01-15",
        "first_due_on": "2026-02-15",
    }
    preview = program.http.post("/api/v1/contracts/preview", terms, content_type="application/json").json()
    assert preview["payment"] == "496.75"

    contract = program.post(
        "/contracts", {**terms, "branch_id": branch.pk, "client_id": client["id"], "vehicle_id": vehicle["id"]}
    )
    program.post(f"/contracts/{contract['id']}/sign", status=200)
    live = program.post(f"/contracts/{contract['id']}/activate", status=200)
    assert live["state"] == "active"
    row = program.get(f"/contracts/{contract['id']}")["schedule"][0]
    assert (row["principal"], row["interest"], row["total"]) == ("348.42", "148.33", "496.75")

    leasing.close_until(company, date(2026, 2, 16))
    account = Contract.objects.get().account_id
    assert program.get(f"/accounts/{account}")["position"]["overdue_interest"]["amount"] == "148.33"
    payment = program.post(
        "/payments",
        {
            "account_id": account,
            "amount": {"amount": "300.00", "currency": EUR},
            "value_on": "2026-02-16",
            "channel": "bank",
            "payer_name": "Иван Примеров",
        },
    )
    assert [(one["charge_kind"], one["amount"]["amount"]) for one in payment["allocations"]] == [
        ("interest", "148.33"),
        ("principal", "151.67"),
    ]
    for language in ("bg", "pl", "ru", "en"):
        receipt = program.post(f"/payments/{payment['id']}/receipt", {"language": language})
        pdf = program.http.get(f"/api/v1/documents/{receipt['id']}/file")
        assert b"".join(pdf.streaming_content if pdf.streaming else [pdf.content]).startswith(b"%PDF-")

    assert (Party.objects.count(), Contract.objects.count(), Payment.objects.count()) == (1, 1, 1)
    assert [(v.code, v.problems) for v in invariants.verify() if v.problems] == []
