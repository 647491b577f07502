"""Refunds through the API: the same as on screens, in decimal strings."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity.enums import Role
from roadbook.apps.payables.models import Bill
from roadbook.apps.receivables.models import Account
from tests.factories import identity
from tests.factories import payables as make
from tests.factories import receivables as money

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(client: Client) -> Account:
    one = make.account()
    client.force_login(identity.staff(one.company, Role.CASHIER))
    return one


def send(client: Client, path: str, data: Any, *, method: str = "post", **headers: str):
    return getattr(client, method)(f"/api/v1/refunds{path}", data, content_type="application/json", headers=headers)


def body(account: Account, **fields: Any) -> dict[str, Any]:
    amount = {"amount": "60.00", "currency": "EUR"}
    contents = {"amount": amount, "channel": "bank", "payee_name": "Мария Стоева", "payee_account": make.IBAN}
    return {"account_id": account.pk, **contents, "reason": "Overpaid", **fields}


def test_refund_is_proposed_approved_and_paid(account: Account, client: Client):
    key = {"Idempotency-Key": "b-1"}
    first, again = (send(client, "", body(account), **key) for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    bill = first.json()
    assert (bill["state"], bill["amount"]) == ("draft", {"amount": "60.00", "currency": "EUR"})
    assert send(client, f"/{bill['id']}/approve", {"revision": 1}).status_code == 403
    client.force_login(identity.staff(account.company, Role.MANAGER))
    assert send(client, f"/{bill['id']}/approve", {"revision": 2}).json()["error"]["code"] == "bill_changed"
    assert send(client, f"/{bill['id']}/approve", {"revision": 1}).json()["state"] == "approved"
    client.force_login(identity.staff(account.company, Role.CASHIER))
    paid = send(client, f"/{bill['id']}/pay", {"reference": "PO 17"}).json()
    assert (paid["state"], paid["paid_on"], paid["payout_reference"]) == ("paid", "2026-11-24", "PO 17")
    assert client.get(f"/api/v1/refunds/{bill['id']}").json() == paid
    assert [one["id"] for one in client.get(f"/api/v1/refunds?account_id={account.pk}").json()["items"]] == [bill["id"]]


def test_refund_is_changed_and_cancelled(account: Account, client: Client):
    bill = make.approved(account)
    contents = body(account, amount={"amount": "70.00", "currency": "EUR"}, revision=1)
    contents.pop("account_id")
    changed = send(client, f"/{bill.pk}", contents, method="put").json()
    assert (changed["state"], changed["revision"], changed["amount"]["amount"]) == ("draft", 2, "70.00")
    cancelled = send(client, f"/{bill.pk}/cancel", {"reason": "Not wanted"}).json()
    assert (cancelled["state"], cancelled["approved_by_id"]) == ("cancelled", None)


REFUSED = [
    ({"amount": {"amount": "100.01", "currency": "EUR"}}, "credit_short"),
    ({"amount": {"amount": "10.00", "currency": "PLN"}}, "currency_mismatch"),
    ({"amount": {"amount": "10.001", "currency": "EUR"}}, "amount"),
    ({"amount": {"amount": "0.00", "currency": "EUR"}}, "bill"),
    ({"payee_account": "BG80BNBG96611020345679"}, "identifier"),
    ({"payee_name": ""}, "bill"),
    ({"channel": "card"}, "invalid"),
    ({"state": "paid"}, "invalid"),
]


@pytest.mark.parametrize(("fields", "code"), REFUSED)
def test_refund_is_refused_with_a_code(account: Account, client: Client, fields: dict[str, Any], code: str):
    answer = send(client, "", body(account, **fields))
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert not Bill.objects.exists()


def test_accounts_and_payees_of_others_are_not_found(account: Account, client: Client):
    stranger = money.client(money.company())
    assert send(client, "", body(account, payee_id=stranger.pk)).status_code == 404
    assert send(client, "", body(make.account())).status_code == 404
    assert client.get(f"/api/v1/refunds/{make.refund().pk}").status_code == 404
