"""Closing a day and verifying the books from the screen, as jobs."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from roadbook.apps.backoffice import actions, queries
from roadbook.apps.identity.enums import Role
from roadbook.kit import day, invariants, jobs
from roadbook.kit.errors import Conflict, Forbidden
from roadbook.kit.models import AuditEntry, DayRun, Job
from tests.factories import identity as people
from tests.factories import organisation as make

ON = date(2026, 11, 24)


@pytest.fixture
def company(db):
    return make.company(business_date=ON)


@pytest.fixture
def manager(company):
    return people.staff(company, Role.MANAGER)


@pytest.fixture
def steps(monkeypatch):
    """One step of the day that counts 7 rows."""
    closed = []
    step = day.Step("test.step", lambda scope, on, *_range: closed.append((scope, on)) or 7, day.once)
    monkeypatch.setattr(day, "_steps", {"test.step": step})
    monkeypatch.setattr(day, "_order", ["test.step"])
    return closed


def test_day_is_closed_by_a_job(company, manager, steps):
    job = actions.start_closing(company=company, by=manager)
    jobs.run(job.pk)
    job.refresh_from_db()
    company.refresh_from_db()
    assert (job.state, job.result) == ("done", {"on": "2026-11-24", "rows": 7, "business_date": "2026-11-25"})
    assert company.business_date == date(2026, 11, 25)
    assert steps == [(company.pk, ON)]
    assert AuditEntry.objects.filter(action="backoffice.day.close", actor_id=manager.pk).count() == 1


def test_job_run_again_closes_nothing_more(company, manager, steps):
    job = actions.start_closing(company=company, by=manager)
    jobs.run(job.pk)
    Job.objects.filter(pk=job.pk).update(state="queued")
    jobs.run(job.pk)
    company.refresh_from_db()
    assert company.business_date == date(2026, 11, 25)
    assert len(steps) == 1


def test_day_is_closed_once_at_a_time(company, manager, steps):
    actions.start_closing(company=company, by=manager)
    with pytest.raises(Conflict):
        actions.start_closing(company=company, by=manager)
    assert Job.objects.count() == 1


@pytest.mark.parametrize("role", [Role.CASHIER, Role.BROKER])
def test_others_close_no_day_and_verify_nothing(company, role):
    user = people.staff(company, role)
    with pytest.raises(Forbidden):
        actions.start_closing(company=company, by=user)
    with pytest.raises(Forbidden):
        actions.start_verifying(company=company, by=user)
    assert not Job.objects.exists()


def test_day_of_another_company_is_not_found(client, manager):
    client.force_login(manager)
    foreign = make.company()
    assert client.post(reverse("backoffice:day_close", args=[foreign.pk])).status_code == 404
    assert not Job.objects.exists()


def test_screen_closes_the_day(client, company, manager, steps):
    client.force_login(manager)
    page = client.get(reverse("backoffice:day"))
    assert [one.company for one in page.context["days"]] == [company]
    answer = client.post(reverse("backoffice:day_close", args=[company.pk]))
    job = Job.objects.get()
    assert answer["Location"] == reverse("backoffice:job_show", args=[job.pk])
    again = client.post(reverse("backoffice:day_close", args=[company.pk]), follow=True)
    assert "closed already" in again.content.decode()
    jobs.run(job.pk)
    assert DayRun.objects.get().finished_at is not None
    assert len(client.get(reverse("backoffice:day")).context["days"][0].runs) == 1


@pytest.mark.parametrize("companies", [1, 3])
def test_days_cost_the_same_queries(companies, steps, db, django_assert_num_queries):
    manager = people.staff(make.company(), Role.MANAGER)
    for _ in range(companies - 1):
        people.actions.assign(user=manager, role=Role.MANAGER, company=make.company(), by=None)
    with django_assert_num_queries(4):
        assert len(queries.days(manager)) == companies


@pytest.fixture
def checks(monkeypatch):
    """Two invariants, one of them broken."""
    found = {("I1", "Balanced"): list, ("I2", "Derived"): lambda: ["account 7 differs"]}
    monkeypatch.setattr(invariants, "_checks", found)


def test_books_are_verified_by_a_job_and_the_verdicts_shown(client, manager, checks):
    client.force_login(manager)
    client.post(reverse("backoffice:verify_run"))
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.failed) == ("done", 1, 1)
    page = client.get(reverse("backoffice:verify")).content.decode()
    assert "1 breach" in page
    assert "account 7 differs" in page


def test_single_problems_are_for_who_sees_every_company(client, manager, checks):
    make.company()
    client.force_login(manager)
    client.post(reverse("backoffice:verify_run"))
    jobs.run(Job.objects.get().pk)
    page = client.get(reverse("backoffice:verify")).content.decode()
    assert "1 breach" in page
    assert "account 7 differs" not in page
