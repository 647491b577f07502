"""The list of accounts through the API."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import identity
from tests.factories import receivables as make

URL = "/api/v1/accounts"
pytestmark = pytest.mark.django_db


@pytest.fixture
def company(client: Client):
    company = make.company()
    client.force_login(identity.staff(company, "collector"))
    return company


def test_accounts_are_listed_with_their_positions(company, client: Client):
    old, new = make.account(company), make.account(company, disbursed=500_00)
    make.account()
    items = client.get(URL).json()["items"]
    assert [one["id"] for one in items] == [new.pk, old.pk]
    assert items[0]["position"]["principal_not_due"] == {"amount": "500.00", "currency": "EUR"}
    assert client.get(f"{URL}/{new.pk}").json() == items[0]


def test_accounts_of_a_client(company, client: Client):
    make.account(company)
    debtor = make.client(company)
    mine = make.account(company, debtor=debtor)
    assert [one["id"] for one in client.get(URL, {"client_id": debtor.pk}).json()["items"]] == [mine.pk]


def test_list_is_empty_for_who_may_not_see_money(client: Client):
    account = make.account()
    client.force_login(identity.staff(account.company, "hostess"))
    assert client.get(URL).json()["items"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(company, client: Client, rows: int, django_assert_num_queries):
    for _ in range(rows):
        make.account(company)
    with django_assert_num_queries(6):
        assert len(client.get(URL).json()["items"]) == rows
