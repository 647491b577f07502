"""Accounts and payments through the API: the same as on screens, in decimal strings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity.enums import Role
from roadbook.apps.receivables.models import Account, Charge, Payment
from tests.factories import identity
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def account(client: Client) -> Account:
    company = make.company(business_date=date(2026, 9, 10))
    one = make.account(company)
    make.move_date(company, TODAY)
    for month in (10, 11):
        make.instalment(one, date(2026, month, 10), 100_00, 12_00)
    client.force_login(identity.staff(company, Role.CASHIER))
    return Account.objects.select_related("company").get(pk=one.pk)


def body(account: Account, **fields: Any) -> dict[str, Any]:
    return {
        "account_id": account.pk,
        "amount": {"amount": "150.00", "currency": "EUR"},
        "value_on": "2026-11-24",
        "channel": "bank",
        "payer_name": "Мария Стоева",
        **fields,
    }


def post(client: Client, path: str, data: Any, **headers: str):
    return client.post(f"/api/v1{path}", data, content_type="application/json", headers=headers)


def test_payment_is_taken_and_shown(account: Account, client: Client):
    answer = post(client, "/payments", body(account))
    assert answer.status_code == 201, answer.content
    taken = answer.json()
    assert taken["amount"] == {"amount": "150.00", "currency": "EUR"}
    assert taken["rest"] == {"amount": "0.00", "currency": "EUR"}
    assert [(one["charge_kind"], one["amount"]["amount"]) for one in taken["allocations"]] == [
        ("interest", "12.00"),
        ("principal", "100.00"),
        ("interest", "12.00"),
        ("principal", "26.00"),
    ]
    assert client.get(f"/api/v1/payments/{taken['id']}").json() == taken
    assert [one["id"] for one in client.get("/api/v1/payments").json()["items"]] == [taken["id"]]


def test_preview_promises_what_the_payment_does(account: Account, client: Client):
    asked = {name: value for name, value in body(account).items() if name not in {"channel", "payer_name"}}
    preview = post(client, "/payments/preview", asked).json()
    assert not Payment.objects.exists()
    taken = post(client, "/payments", body(account)).json()
    promised = {one["charge_id"]: one["settles"] for one in preview["items"] if one["settles"]["amount"] != "0.00"}
    assert promised == {one["charge_id"]: one["amount"] for one in taken["allocations"]}


def test_repeated_request_takes_one_payment(account: Account, client: Client):
    key = {"Idempotency-Key": "abc"}
    first, second = post(client, "/payments", body(account), **key), post(client, "/payments", body(account), **key)
    assert first.json() == second.json()
    assert (first.status_code, second.status_code) == (201, 201)
    assert second["Idempotency-Replayed"] == "true"
    other = post(client, "/payments", body(account, reference="x"), **key)
    assert other.status_code == 422
    assert Payment.objects.count() == 1


REFUSED = [
    ({"amount": {"amount": "150.00", "currency": "PLN"}}, "currency_mismatch"),
    ({"amount": {"amount": "0.00", "currency": "EUR"}}, "payment"),
    ({"amount": {"amount": "-1.00", "currency": "EUR"}}, "payment"),
    ({"amount": {"amount": "1.001", "currency": "EUR"}}, "amount"),
    ({"amount": {"amount": 150, "currency": "EUR"}}, "invalid"),
    ({"value_on": "2026-11-25"}, "payment_in_future"),
    ({"value_on": "2026-09-01"}, "payment_backdated"),
    ({"instructions": [999_999]}, "payment"),
    ({"channel": "barter"}, "invalid"),
    ({"unknown": 1}, "invalid"),
    ({"payer_name": ""}, "payment"),
]


@pytest.mark.parametrize(("fields", "code"), REFUSED)
def test_payment_is_refused_with_a_code(account: Account, client: Client, fields: dict[str, Any], code: str):
    answer = post(client, "/payments", body(account, **fields))
    assert answer.status_code == 422, answer.content
    assert answer.json()["error"]["code"] == code
    assert not Payment.objects.exists()


def test_account_and_statement(account: Account, client: Client):
    make.payment(account, 150_00)
    found = client.get(f"/api/v1/accounts/{account.pk}").json()
    assert found["position"]["overdue_principal"] == {"amount": "74.00", "currency": "EUR"}
    assert (found["position"]["days_past_due"], found["position"]["bucket"]) == (14, "1-30")
    assert [one["role"] for one in found["parties"]] == ["debtor"]
    lines = client.get(f"/api/v1/accounts/{account.pk}/statement").json()["lines"]
    assert [(one["kind"], one["balance"]["amount"]) for one in lines] == [
        ("charge", "100.00"),
        ("charge", "112.00"),
        ("charge", "212.00"),
        ("charge", "224.00"),
        ("payment", "74.00"),
    ]


def test_receipt_is_a_document(account: Account, client: Client):
    payment = make.payment(account, 150_00)
    made = post(client, f"/payments/{payment.pk}/receipt", {"language": "ru"})
    assert made.status_code == 201, made.content
    pdf = client.get(f"/api/v1/documents/{made.json()['id']}/file")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"].startswith("attachment")


def test_rows_of_another_company_are_not_found(account: Account, client: Client):
    payment = make.payment(account, 10_00)
    client.force_login(identity.everything(make.company()))
    for path in (f"/accounts/{account.pk}", f"/accounts/{account.pk}/statement", f"/payments/{payment.pk}"):
        assert client.get(f"/api/v1{path}").status_code == 404
    assert post(client, "/payments", body(account)).status_code == 404
    assert post(client, f"/payments/{payment.pk}/receipt", {"language": "bg"}).status_code == 404
    assert client.get("/api/v1/payments").json()["items"] == []
    assert Payment.objects.count() == 1
    assert sum(Charge.objects.values_list("open", flat=True)) == 214_00


def test_reader_may_not_take(account: Account, client: Client):
    client.force_login(identity.staff(account.company, Role.RISK))
    asked = {name: value for name, value in body(account).items() if name not in {"channel", "payer_name"}}
    assert post(client, "/payments", body(account)).status_code == 403
    assert post(client, "/payments/preview", asked).status_code == 403
    assert client.get(f"/api/v1/accounts/{account.pk}").status_code == 200
    client.logout()
    assert client.get(f"/api/v1/accounts/{account.pk}").status_code == 401
    assert not Payment.objects.exists()


def test_payment_is_reversed_by_the_api_once_for_a_key(account: Account, client: Client):
    payment = make.payment(account, 150_00)
    path = f"/payments/{payment.pk}/reverse"
    key = {"Idempotency-Key": "r-1"}
    first, again = (post(client, path, {"reason": "Returned transfer"}, **key) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    found = first.json()
    assert (found["state"], found["reversal"]["reason"]) == ("reversed", "Returned transfer")
    assert (found["applied"]["amount"], found["rest"]["amount"]) == ("0.00", "0.00")
    assert [one["amount"]["amount"] for one in found["allocations"]][-1].startswith("-")
    other = post(client, path, {"reason": "Returned transfer"})
    assert (other.status_code, other.json()["error"]["code"]) == (422, "payment_reversed")


def test_payer_is_named_by_id(account: Account, client: Client):
    debtor = account.parties.get().party
    found = post(client, "/payments", body(account, payer_id=debtor.pk, payer_name="")).json()
    assert (found["payer_id"], found["payer_name"]) == (debtor.pk, debtor.name)
    stranger = make.client(make.company())
    assert post(client, "/payments", body(account, payer_id=stranger.pk)).status_code == 404


def test_statement_of_a_period(account: Account, client: Client):
    found = client.get(f"/api/v1/accounts/{account.pk}/statement?since=2026-11-01&until=2026-11-30").json()
    assert (found["since"], found["until"]) == ("2026-11-01", "2026-11-30")
    assert [found[name]["amount"] for name in ("opening", "charged", "paid", "closing")] == [
        "112.00",
        "112.00",
        "0.00",
        "224.00",
    ]
    assert len(found["lines"]) == 2
