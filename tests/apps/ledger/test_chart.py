"""The chart and the rules as data: what may be added, named, retired and booked elsewhere, and what may not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.ledger import actions, queries
from roadbook.apps.ledger.models import GLAccount, JournalRow, PostingRule
from roadbook.apps.organisation.models import Company
from roadbook.kit import invariants
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry
from tests.factories import identity
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def add(company: Company, **told: str) -> GLAccount:
    values = {"code": "5031", "kind": "asset", "purpose": "bank", "name": ""}
    return actions.add_account(company=company, by=None, **{**values, **told})


def rule_of(company: Company, event: str = "payment/bank", **case: str) -> PostingRule:
    rows = PostingRule.objects.select_related("company", "debit", "credit")
    return rows.get(company=company, event=event, **case)


def coded(company: Company, code: str) -> GLAccount:
    return GLAccount.objects.select_related("company").get(company=company, code=code)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"code": "5030"}, "code"),
        ({"code": "50 30"}, "code"),
        ({"code": ""}, "code"),
        ({"code": "5" * 21}, "code"),
        ({"kind": "wealth"}, "kind"),
        ({"kind": "income"}, "kind"),
        ({"purpose": "treasure"}, "purpose"),
        ({"purpose": ""}, "name"),
    ],
)
def test_account_is_refused(told: dict[str, str], field: str):
    company = make.company()
    before = GLAccount.objects.count()
    with pytest.raises(actions.ChartRefused) as refused:
        add(company, **told)
    assert refused.value.field == field
    assert GLAccount.objects.count() == before


def test_account_of_its_own_name_and_no_purpose():
    account = add(make.company(), purpose="", name="  Каса  Варна ")
    assert (account.title, account.purpose, account.is_open) == ("Каса Варна", "", True)
    assert AuditEntry.objects.filter(action="ledger.glaccount.add").count() == 1


def test_account_that_a_rule_books_on_stays():
    company = make.company()
    with pytest.raises(actions.AccountInUse) as refused:
        actions.change_account(account=coded(company, "5040"), name="", is_open=False, by=None)
    assert "Payment by card" in str(refused.value)
    assert coded(company, "5040").is_open


def test_account_on_which_something_stands_stays():
    account = make.account()
    make.payment(account, 10_00, channel="bank")
    company, second = account.company, add(account.company)
    actions.change_rule(rule=rule_of(company), debit=second, credit=coded(company, "4190"), by=None)
    with pytest.raises(actions.AccountInUse):
        actions.change_account(account=coded(company, "5030"), name="", is_open=False, by=None)


def test_unused_account_is_retired_and_taken_back():
    company = make.company()
    account = add(company)
    assert not actions.change_account(account=account, name="Old bank", is_open=False, by=None).is_open
    assert not queries.stands_in_for(coded(company, "5030")).filter(pk=account.pk).exists()
    assert actions.change_account(account=account, name="", is_open=True, by=None).title == "Bank"
    assert AuditEntry.objects.filter(action="ledger.glaccount.change").count() == 2


def test_rule_changes_from_its_day_on_and_the_books_still_hold():
    account = make.account(disbursed=1_000_00)
    company, second = account.company, add(account.company, code="4120", purpose="owed:principal")
    make.instalment(account, TODAY - timedelta(days=1), 100_00, 0)
    charge = rule_of(company, "charge", product_kind="loan", charge_kind="principal")
    tomorrow = TODAY + timedelta(days=1)
    actions.change_rule(rule=charge, debit=second, credit=charge.credit, effective_on=tomorrow, by=None)
    make.instalment(account, TODAY, 50_00, 0)
    make.move_date(company, tomorrow)
    account.company.refresh_from_db()
    make.instalment(account, tomorrow, 25_00, 0)
    rows = JournalRow.objects.filter(source__startswith="receivables:charge").order_by("id")
    assert [(row.debit.code, row.amount) for row in rows] == [("4110", 100_00), ("4110", 50_00), ("4120", 25_00)]
    make.payment(account, 175_00)
    assert [one.problems for one in invariants.verify() if one.code in {"I1", "I2"} and one.problems] == []


@pytest.mark.parametrize(
    ("debit", "credit", "days", "field"),
    [
        ("4110", "4190", 0, "debit"),
        ("5030", "4010", 0, "credit"),
        ("5030", "5030", 0, "credit"),
        ("7010", "4190", 0, "debit"),
        ("5040", "4190", -1, "effective_on"),
    ],
)
def test_rule_is_refused(debit: str, credit: str, days: int, field: str):
    company = make.company()
    rule, before = rule_of(company), PostingRule.objects.count()
    on = company.business_date + timedelta(days=days)
    sides = {"debit": coded(company, debit), "credit": coded(company, credit)}
    with pytest.raises(actions.RuleRefused) as refused:
        actions.change_rule(rule=rule, effective_on=on, by=None, **sides)
    assert refused.value.field == field
    assert PostingRule.objects.count() == before


def test_account_of_another_company_takes_no_place():
    company, theirs = make.company(), make.company()
    rule = rule_of(company)
    with pytest.raises(actions.RuleRefused):
        actions.change_rule(rule=rule, debit=coded(theirs, "5040"), credit=rule.credit, by=None)


def test_chart_needs_its_permission():
    company = make.company()
    manager = identity.staff(company, Role.MANAGER)
    rule = rule_of(company)
    with pytest.raises(Forbidden):
        actions.add_account(company=company, code="5031", kind="asset", purpose="bank", by=manager)
    with pytest.raises(Forbidden):
        actions.change_account(account=coded(company, "5030"), name="X", is_open=True, by=manager)
    with pytest.raises(Forbidden):
        actions.change_rule(rule=rule, debit=coded(company, "5040"), credit=rule.credit, by=manager)
    assert not AuditEntry.objects.filter(action__startswith="ledger.glaccount").exists()


def test_chart_and_rules_on_screen(client: Client):
    company = make.company()
    client.force_login(identity.staff(company, Role.ADMINISTRATOR, language="en"))
    told = {"company": company.pk, "code": "5031", "kind": "asset", "purpose": "bank", "name": "Second bank"}
    assert client.post(reverse("ledger:account_create"), told).status_code == 302
    second = coded(company, "5031")
    page = client.post(reverse("ledger:account_create"), told)
    assert (page.status_code, page.context["form"].errors["code"]) == (422, ["Another account has this code."])
    rule = rule_of(company)
    url = reverse("ledger:rule_change", args=[rule.pk])
    assert "5031 Second bank" in client.get(url).content.decode()
    sent = {"debit": second.pk, "credit": rule.credit_id, "effective_on": "01.12.2026"}
    assert client.post(url, sent).status_code == 302
    listed = client.get(reverse("ledger:posting_rules"), {"event": "payment/bank"}).content.decode()
    assert ("In force" in listed, "To come" in listed) == (True, True)
    wrong = {**sent, "debit": coded(company, "7010").pk}
    assert client.post(url, wrong).status_code == 422
    change = reverse("ledger:account_change", args=[coded(company, "5030").pk])
    assert client.post(change, {"name": "Main bank"}).status_code == 409
    assert client.post(change, {"name": "Main bank", "is_open": "on"}).status_code == 302
    assert coded(company, "5030").title == "Main bank"


def test_chart_through_the_api(client: Client):
    company = make.company()
    client.force_login(identity.staff(company, Role.ADMINISTRATOR))
    sent = {"company_id": company.pk, "code": "5031", "kind": "asset", "purpose": "bank"}
    made = client.post(
        "/api/v1/books/accounts", sent, content_type="application/json", headers={"Idempotency-Key": "a1"}
    )
    assert (made.status_code, made.json()["name"]) == (201, "Bank")
    rule = rule_of(company)
    url = f"/api/v1/books/posting-rules/{rule.pk}"
    changed = client.patch(url, {"debit": "5031"}, content_type="application/json").json()
    assert (changed["debit"], changed["credit"], changed["effective_on"]) == ("5031", "4190", "2026-11-24")
    assert client.patch(url, {"debit": "9999"}, content_type="application/json").status_code == 422
    account = coded(company, "5031")
    renamed = client.patch(
        f"/api/v1/books/accounts/{account.pk}", {"name": "Spare"}, content_type="application/json"
    ).json()
    assert (renamed["name"], renamed["is_open"]) == ("Spare", True)
    refused = client.patch(f"/api/v1/books/accounts/{account.pk}", {"is_open": False}, content_type="application/json")
    assert refused.status_code == 409
