"""Months: closed one after the other, opened again for a reason, and closed for the database too (I9)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.ledger import actions, queries
from roadbook.apps.ledger.models import JournalRow, Period
from roadbook.apps.organisation.models import Company
from roadbook.kit import clock, invariants, triggers
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.models import AuditEntry
from tests.factories import identity
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
MONTHS = (date(2026, 9, 20), date(2026, 10, 20), date(2026, 11, 24))


def three_months() -> Company:
    """A company that booked something in September, October and November."""
    company = make.company(business_date=MONTHS[0])
    account = make.account(company, disbursed=1_000_00)
    for on in MONTHS:
        make.move_date(company, on)
        account.company.refresh_from_db()
        make.instalment(account, on, 10_00, 1_00)
    company.refresh_from_db()
    return company


def closed(company: Company, *months: int) -> list[Period]:
    return [actions.close_period(company=company, year=2026, month=month, by=None) for month in months]


def test_months_are_closed_in_their_order():
    company = three_months()
    with pytest.raises(actions.MonthRefused) as refused:
        closed(company, 10)
    assert "2026-09" in str(refused.value)
    assert [one.is_open for one in closed(company, 9, 10)] == [False, False]


def test_closing_twice_is_closing_once():
    company = three_months()
    first, again = closed(company, 9, 9)
    assert first.closed_at == again.closed_at
    assert AuditEntry.objects.filter(action="ledger.period.close").count() == 1


def test_months_are_opened_again_from_the_last_one_back():
    company = three_months()
    september, october = closed(company, 9, 10)
    with pytest.raises(actions.MonthRefused):
        actions.reopen_period(period=september, reason="Late invoice", by=None)
    with pytest.raises(Refused) as refused:
        actions.reopen_period(period=october, reason="  ", by=None)
    assert refused.value.field == "reason"
    assert actions.reopen_period(period=october, reason="Late invoice", by=None).is_open
    told = AuditEntry.objects.get(action="ledger.period.reopen").changes
    assert told["reason"] == [None, "Late invoice"]
    with pytest.raises(actions.MonthRefused):
        actions.reopen_period(period=october, reason="Late invoice", by=None)


def test_months_need_their_permission():
    company = three_months()
    cashier = identity.staff(company, Role.CASHIER)
    with pytest.raises(Forbidden):
        actions.close_period(company=company, year=2026, month=9, by=cashier)
    period = closed(company, 9)[0]
    with pytest.raises(Forbidden):
        actions.reopen_period(period=period, reason="Because", by=cashier)
    assert not Period.objects.get(pk=period.pk).is_open


def test_database_takes_nothing_into_a_closed_month():
    company = three_months()
    closed(company, 9)
    row = JournalRow.objects.filter(period__month=9).first()
    assert row is not None
    row.pk, row.source = None, "slipped in"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert not JournalRow.objects.filter(source="slipped in").exists()


def test_row_that_slipped_into_a_closed_month_is_named():
    company = three_months()
    closed(company, 9)
    row = JournalRow.objects.filter(period__month=9).first()
    assert row is not None
    row.pk, row.source, row.booked_at = None, "slipped in", clock.now()
    with triggers.unlocked():
        row.save(force_insert=True)
    found = [one.problems for one in invariants.verify() if one.code == "I9" and one.problems]
    assert ["slipped in" in problem for problems in found for problem in problems] == [True]


def test_turnover_of_a_month_with_what_stood_before():
    company = three_months()
    balance = queries.trial_balance(company, date(2026, 10, 31), date(2026, 10, 1))
    lines = {one.account.code: (one.opening, one.debit, one.credit, one.closing) for one in balance.lines}
    assert lines["2110"] == (990_00, 0, 10_00, 980_00)
    assert lines["7010"] == (-1_00, 0, 1_00, -2_00)
    assert lines["4010"] == (-1_000_00, 0, 0, -1_000_00)
    total = balance.totals[0]
    assert (total.opening_debit, total.debit) == (total.opening_credit, total.credit) == (1_001_00, 11_00)
    assert total.debit_balance == total.credit_balance


def test_months_on_screen(client: Client):
    company = three_months()
    client.force_login(identity.staff(company, Role.MANAGER, language="en"))
    september = Period.objects.get(month=9)
    page = client.get(reverse("ledger:period_show", args=[september.pk])).content.decode()
    assert "Close the month" in page
    assert "1,000.00" in page
    assert client.post(reverse("ledger:period_close", args=[september.pk])).status_code == 302
    page = client.get(reverse("ledger:period_show", args=[september.pk])).content.decode()
    assert "Open again" in page
    url = reverse("ledger:period_reopen", args=[september.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Late invoice"}).status_code == 302
    assert Period.objects.get(pk=september.pk).is_open
    november = Period.objects.get(month=11)
    refused = client.post(reverse("ledger:period_close", args=[november.pk]), follow=True).content.decode()
    assert "Only a month that is over can be closed." in refused


def test_months_through_the_api(client: Client):
    company = three_months()
    client.force_login(identity.staff(company, Role.MANAGER))
    listed = client.get("/api/v1/books/months", {"company_id": company.pk}).json()["items"]
    assert [(one["month"], one["is_open"]) for one in listed] == [(11, True), (10, True), (9, True)]
    close = f"/api/v1/books/months/{listed[-1]['id']}/close"
    assert client.post(close, headers={"Idempotency-Key": "c1"}).json()["is_open"] is False
    reopen = f"/api/v1/books/months/{listed[-1]['id']}/reopen"
    sent = {"content_type": "application/json", "headers": {"Idempotency-Key": "c2"}}
    assert client.post(reopen, {"reason": "Late invoice"}, **sent).json()["is_open"] is True
