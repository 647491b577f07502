"""From the trial balance to the rows of an account, and from a row to what it was booked for."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.ledger import actions
from roadbook.apps.ledger.models import JournalRow
from tests.factories import identity
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    found = make.account(disbursed=1_000_00)
    make.instalment(found, found.company.business_date, 100_00, 12_00)
    make.payment(found, 50_00, channel="bank")
    return found


@pytest.fixture
def manager(account, client: Client):
    user = identity.staff(account.company, Role.MANAGER, language="en")
    client.force_login(user)
    return user


def test_from_balance_to_source(account, manager, client: Client):
    balance = client.get(reverse("ledger:trial_balance"), {"since": "01.11.2026"}).content.decode()
    links = [unescape(one) for one in re.findall(r'href="(/books/journal/\?[^"]+)"', balance)]
    rows = client.get(next(one for one in links if "account=4190" in one)).content.decode()
    found = re.findall(r'href="(/books/journal/\d+/)"', rows)
    booked = JournalRow.objects.filter(debit__code="4190") | JournalRow.objects.filter(credit__code="4190")
    assert {reverse("ledger:journal_show", args=[pk]) for pk in booked.values_list("pk", flat=True)} == set(found)
    page = client.get(found[0]).content.decode()
    link = reverse("receivables:account_show", args=[account.pk])
    assert link in page
    assert client.get(link).status_code == 200


def test_rows_of_one_act_stand_together(account, manager, client: Client):
    row = JournalRow.objects.get(credit__code="7010")
    page = client.get(reverse("ledger:journal_show", args=[row.pk]))
    assert {one.amount for one in page.context["act"]} == {100_00, 12_00}
    told = client.get(f"/api/v1/books/journal/{row.pk}").json()
    assert (told["debit"], told["credit"], told["account"]) == ("4111", "7010", account.number)
    assert len(told["act"]) == 2


def test_reversed_row_says_so(account, manager, client: Client):
    row = JournalRow.objects.get(credit__code="7010")
    company = account.company
    actions.reverse(company=company, rows=[row], value_on=company.business_date, by=None)
    page = client.get(reverse("ledger:journal_show", args=[row.pk])).content.decode()
    assert "Reversed by" in page
    undoing = JournalRow.objects.get(reverses=row)
    assert client.get(f"/api/v1/books/journal/{row.pk}").json()["reversed_by_id"] == undoing.pk
    assert "Reverses" in client.get(reverse("ledger:journal_show", args=[undoing.pk])).content.decode()


@pytest.mark.parametrize("payments", [1, 3])
def test_page_of_a_row_costs_the_same(payments, account, manager, client: Client, django_assert_num_queries):
    for _number in range(payments):
        make.payment(account, 1_00)
    row = JournalRow.objects.latest("pk")
    client.get(reverse("ledger:journal_show", args=[row.pk]))
    with django_assert_num_queries(6):
        client.get(reverse("ledger:journal_show", args=[row.pk]))


def test_journal_through_the_api(account, manager, client: Client):
    asked = {"company_id": account.company_id, "account": "4190"}
    rows = client.get("/api/v1/books/journal", asked).json()["items"]
    assert all("4190" in (one["debit"], one["credit"]) for one in rows)
    assert len(rows) == 3
    assert client.get("/api/v1/books/journal", {**asked, "until": "2026-11-23"}).json()["items"] == []
    none = client.get("/api/v1/books/journal", {**asked, "since": "2026-11-25"}).json()
    assert none == {"items": [], "next": None}
