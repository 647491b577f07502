"""Changing and cancelling contracts through the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadbook.apps.leasing.models import Contract
from roadbook.kit.models import AuditEntry
from tests.factories import identity, leasing, organisation, receivables

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(client: Client):
    company = receivables.company()
    client.force_login(identity.everything(company))
    return company


def patch(client: Client, contract: Contract, **body: Any):
    return client.patch(f"/api/v1/contracts/{contract.pk}", body, content_type="application/json")


def cancel(client: Client, contract: Contract, body: Any = None, **headers: str):
    url = f"/api/v1/contracts/{contract.pk}/cancel"
    return client.post(url, body or {}, content_type="application/json", headers=headers)


def test_what_is_sent_changes_and_the_rest_stays(of, client: Client):
    contract, branch = leasing.draft(of), organisation.branch(of)
    answer = patch(client, contract, version=1, price="26000.00", rate="0.075", count=36, branch_id=branch.pk)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["financed"] == {"amount": "21000.00", "currency": "EUR"}
    assert (told["rate"], told["count"], told["branch_id"], told["version"]) == ("0.075", 36, branch.pk, 2)
    assert (told["signed_on"], told["client_id"]) == ("2026-11-24", contract.client_id)


def test_other_signing_date_is_taken(of, client: Client):
    contract = leasing.draft(of)
    told = patch(client, contract, version=1, signed_on="2026-11-20", first_due_on="2026-12-20").json()
    assert (told["signed_on"], told["first_due_on"]) == ("2026-11-20", "2026-12-20")


def test_outdated_version_changes_nothing(of, client: Client):
    contract = leasing.draft(of)
    patch(client, contract, version=1, count=36)
    answer = patch(client, contract, version=1, count=24)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conflict")
    assert Contract.objects.get().count == 36


@pytest.mark.parametrize(
    ("body", "field"),
    [({"rate": "0.51"}, "rate"), ({"price": "1.001"}, "price"), ({"down_payment": "30000"}, "down_payment")],
)
def test_terms_that_cannot_be_change_nothing(of, client: Client, body: dict, field: str):
    contract = leasing.draft(of)
    answer = patch(client, contract, version=1, **body)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert Contract.objects.get().version == 1


def test_signed_contract_is_not_changed(of, client: Client):
    contract = leasing.signed(of)
    assert patch(client, contract, version=1, count=36).status_code == 409
    assert Contract.objects.get().count == 48


@pytest.mark.parametrize("part", ["branch", "client", "vehicle", "product"])
def test_part_of_another_company_is_not_there(of, client: Client, part: str):
    contract, other = leasing.draft(of), leasing.draft()
    assert patch(client, contract, version=1, **{f"{part}_id": getattr(other, f"{part}_id")}).status_code == 404
    contract.refresh_from_db()
    assert contract.version == 1


def test_draft_of_another_company_is_not_there(of, client: Client):
    contract = leasing.draft()
    assert patch(client, contract, version=1, count=36).status_code == 404
    assert cancel(client, contract).status_code == 404
    contract.refresh_from_db()
    assert (contract.count, contract.state) == (48, "draft")


def test_cancelled_once_with_its_reason(of, client: Client):
    contract = leasing.signed(of)
    answers = [cancel(client, contract, {"reason": "Changed mind"}, **{"Idempotency-Key": "c"}) for _time in range(2)]
    assert [(one.status_code, one.json()["state"]) for one in answers] == [(200, "cancelled")] * 2
    told = [one.changes for one in AuditEntry.objects.filter(subject=f"leasing.contract:{contract.pk}")]
    assert sum("Changed mind" in str(changes) for changes in told) == 1


def test_live_contract_is_not_cancelled(of, client: Client):
    contract = leasing.active(of)
    assert cancel(client, contract).status_code == 409
    assert Contract.objects.get().state == "active"


def test_cashier_neither_changes_nor_cancels(client: Client):
    company = receivables.company()
    contract = leasing.draft(company)
    client.force_login(identity.staff(company, "cashier"))
    assert patch(client, contract, version=1, count=36).status_code == 403
    assert cancel(client, contract).status_code == 403
    contract.refresh_from_db()
    assert (contract.count, contract.state) == (48, "draft")
