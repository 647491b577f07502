"""Chart and posting rules through the API."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import identity, receivables

URL = "/api/v1/books/posting-rules"
pytestmark = pytest.mark.django_db


def test_rules_name_accounts_of_the_chart(client: Client):
    company = receivables.company()
    client.force_login(identity.staff(company, "cashier"))
    told = client.get(URL, {"company_id": company.pk}).json()
    codes = [one["code"] for one in told["accounts"]]
    assert codes == sorted(codes)
    assert len(told["rules"]) == company.posting_rules.count() > 0
    assert {one[side] for one in told["rules"] for side in ("debit", "credit")} <= set(codes)


def test_books_of_another_company_are_not_there(client: Client):
    client.force_login(identity.staff(receivables.company(), "cashier"))
    assert client.get(URL, {"company_id": receivables.company().pk}).status_code == 404


def test_collector_sees_no_books(client: Client):
    company = receivables.company()
    client.force_login(identity.staff(company, "collector"))
    assert client.get(URL, {"company_id": company.pk}).status_code == 404
