"""Bad input, money and dates, at every door through which a payment comes: said at its field, nothing saved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.receivables.models import Account, AccountPosition, Payment, PaymentReversal
from tests.factories import identity
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def account(client: Client) -> Account:
    company = make.company(business_date=date(2026, 9, 10))
    one = make.account(company)
    make.move_date(company, TODAY)
    make.instalment(one, date(2026, 10, 10), 100_00, 12_00)
    client.force_login(identity.staff(company, Role.CASHIER, language="en"))
    return Account.objects.select_related("company").get(pk=one.pk)


AMOUNTS = [
    "-1", "−5", "(12)", "0", "0,00", "0.001", "0,005", "1e3", "1e999", "NaN", "nan", "Infinity",
    "-inf", "0x10", "１００",
    "1" * 20, "9" * 400,
    "12 лв", "$12", "12 PLN", "1,5,5", "1.234", "abc", "", " ", "1\0", "=1+1", "½",
]  # fmt: skip
DATES = [
    "31.02.2026", "29.02.2026", "30.02.2024", "00.11.2026", "24.13.2026", "03/04", "24.11.26", "46350", "2026-11-31",
    "11/24/2026",
    "25.11.2026", "09.09.2026", "01.01.0001", "24.11.99999", "tomorrow", "", "24.11.2026 10:00", "２4.11.2026",
]  # fmt: skip


def sent(account: Account, **fields: str) -> dict[str, Any]:
    return {"amount": "10,00", "value_on": "24.11.2026", "channel": "cash", "payer_name": "Иван Петров", **fields}


def nothing_saved(account: Account) -> bool:
    position = AccountPosition.objects.get(account=account)
    return not Payment.objects.exists() and (position.overdue, position.unapplied) == (112_00, 0)


@pytest.mark.parametrize(
    ("field", "typed"), [("amount", one) for one in AMOUNTS] + [("value_on", one) for one in DATES]
)
def test_form_says_it_at_the_field(account: Account, client: Client, field: str, typed: str):
    url = reverse("receivables:payment_create") + f"?account={account.pk}"
    page = client.post(url, sent(account, **{field: typed}))
    assert page.status_code == 422
    assert page.context["form"].errors.get(field), page.context["form"].errors
    assert nothing_saved(account)
    preview = client.get(reverse("receivables:payment_preview"), {"account": account.pk, **sent(account), field: typed})
    assert preview.status_code == 200


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("10", 10_00), ("1 234,56", 1_234_56), ("1.234,56", 1_234_56), ("1,234.56", 1_234_56), ("10 €", 10_00)],
)
def test_usual_spellings_are_understood_and_more_than_is_open_stays_as_credit(
    account: Account, client: Client, typed: str, minor: int
):
    client.post(reverse("receivables:payment_create") + f"?account={account.pk}", sent(account, amount=typed))
    assert Payment.objects.get().amount == minor
    assert AccountPosition.objects.get(account=account).unapplied == max(minor - 112_00, 0)


JSON_AMOUNTS: list[Any] = [
    "-1.00", "0.00", "0.001", "1e3", "1e999", "NaN", "Infinity", "１０.00", "1" * 20, "9" * 400,
    "1,00", "", " 1.00", "+1.00",
    None, 10, 10.5, True, ["1.00"], {"x": 1},
]  # fmt: skip
JSON_DATES: list[Any] = [
    "2026-02-29", "2026-13-01", "24.11.2026", "2026-11-25", "2026-09-09", "0001-01-01",
    "99999-01-01", "", None, 46350, -1,
    1e308, True, "2026-11-24T10:00:00+02:00", ["2026-11-24"],
]  # fmt: skip


def body(account: Account) -> dict[str, Any]:
    amount = {"amount": "10.00", "currency": "EUR"}
    return {"account_id": account.pk, "amount": amount, "value_on": "2026-11-24", "channel": "cash", "payer_name": "А"}


def refused(client: Client, path: str, data: Any) -> bool:
    answer = client.post(f"/api/v1/{path}", data, content_type="application/json")
    assert answer.status_code in {400, 422}, (answer.status_code, answer.content[:300])
    return bool(answer.json()["error"]["code"])


@pytest.mark.parametrize("amount", JSON_AMOUNTS, ids=lambda one: repr(one)[:20])
def test_api_refuses_the_amount(account: Account, client: Client, amount: Any):
    contents = {**body(account), "amount": {"amount": amount, "currency": "EUR"}}
    assert refused(client, "payments", contents)
    assert nothing_saved(account)


@pytest.mark.parametrize("currency", ["BGN", "eur", "EURO", "", "€", None, 978])
def test_api_refuses_another_currency(account: Account, client: Client, currency: Any):
    assert refused(client, "payments", {**body(account), "amount": {"amount": "10.00", "currency": currency}})
    assert nothing_saved(account)


@pytest.mark.parametrize("day", JSON_DATES, ids=lambda one: repr(one)[:20])
def test_api_refuses_the_date(account: Account, client: Client, day: Any):
    assert refused(client, "payments", {**body(account), "value_on": day})
    assert nothing_saved(account)


@pytest.mark.parametrize("day", [one for one in JSON_DATES if one is not None], ids=lambda one: repr(one)[:20])
def test_api_refuses_the_date_of_a_reversal(account: Account, client: Client, day: Any):
    payment = make.payment(account, 10_00)
    assert refused(client, f"payments/{payment.pk}/reverse", {"reason": "Returned", "value_on": day})
    assert not PaymentReversal.objects.exists()


@pytest.mark.parametrize("typed", DATES)
def test_reversal_form_says_it_at_the_field(account: Account, client: Client, typed: str):
    payment = make.payment(account, 10_00)
    url = reverse("receivables:payment_reverse", args=[payment.pk])
    page = client.post(url, {"reason": "Returned", "value_on": typed})
    assert (page.status_code, bool(page.context["form"].errors.get("value_on"))) == (422, True)
    assert not PaymentReversal.objects.exists()


@pytest.mark.parametrize("query", ["since=2026-13-01", "since=x", "until=99999-01-01", "since=%00"])
def test_statement_of_a_period_that_is_none_is_refused(account: Account, client: Client, query: str):
    assert client.get(f"/api/v1/accounts/{account.pk}/statement?{query}").status_code in {400, 422}
