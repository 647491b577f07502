"""Postings against the end of the month and of the day, each in a transaction of its own."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import transaction

from roadbook.apps.ledger import actions
from roadbook.apps.ledger.models import JournalRow, Period
from roadbook.apps.organisation import actions as organisation_actions
from roadbook.apps.organisation.models import Company
from roadbook.kit.testing import at_once
from tests.factories import organisation
from tests.factories import receivables as make

OCTOBER = date(2026, 10, 31)
CASH = {"event": "payment/cash", "product_kind": "", "charge_kind": "", "currency": "EUR"}


def post(company: Company, branch_id: int) -> None:
    move = actions.Movement(amount=1_00, source="test:1", **CASH)
    actions.post(company=company, branch_id=branch_id, event_id="x", value_on=OCTOBER, movements=[move], by=None)


@pytest.mark.django_db(transaction=True)
def test_day_and_month_close_after_the_postings_under_way():
    company = make.company(business_date=OCTOBER)
    branch = organisation.branch(company)
    order: list[str] = []
    posted = threading.Event()

    def slow_posting() -> None:
        with transaction.atomic():
            post(Company.objects.get(pk=company.pk), branch.pk)
            posted.set()
            threading.Event().wait(0.4)
            order.append("posted")

    def closing() -> None:
        assert posted.wait(10)
        mine = Company.objects.get(pk=company.pk)
        organisation_actions.advance_business_date(company=mine, by=None)
        order.append("date moved")
        actions.close_period(company=mine, year=2026, month=10, by=None)

    assert at_once(slow_posting, closing) == [None, None]
    assert order == ["posted", "date moved"]
    assert Period.objects.get().closed_at is not None
    assert JournalRow.objects.get().period == Period.objects.get()


@pytest.mark.django_db(transaction=True)
def test_month_closes_after_the_postings_under_way():
    """The rule of the month by itself: whoever closes it believes the day to be over, as no screen does."""
    company = make.company(business_date=OCTOBER)
    branch = organisation.branch(company)
    Period.objects.create(company=company, year=2026, month=10)
    ahead = Company.objects.get(pk=company.pk)
    ahead.business_date = date(2026, 11, 1)
    order: list[str] = []
    posted = threading.Event()

    def slow_posting() -> None:
        with transaction.atomic():
            post(company, branch.pk)
            posted.set()
            threading.Event().wait(0.4)
            order.append("posted")

    def closing() -> None:
        assert posted.wait(10)
        actions.close_period(company=ahead, year=2026, month=10, by=None)
        order.append("closed")

    results = at_once(slow_posting, closing)
    assert results[0] is None
    assert order == ["posted", "closed"]


@pytest.mark.django_db
def test_posting_on_a_date_that_is_over_is_refused():
    company = make.company(business_date=OCTOBER)
    branch = organisation.branch(company)
    stale = Company.objects.get(pk=company.pk)
    organisation_actions.advance_business_date(company=company, by=None)
    with pytest.raises(actions.DateMoved):
        post(stale, branch.pk)
    assert not JournalRow.objects.exists()
