"""Watching and stopping jobs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roadbook.apps.backoffice import actions
from roadbook.apps.identity.enums import Role
from roadbook.kit import jobs
from roadbook.kit.models import Job
from tests.factories import identity as people
from tests.factories import organisation as make


@pytest.fixture
def company(db):
    return make.company()


@pytest.fixture
def job(company) -> Job:
    return actions.start_closing(company=company, by=people.staff(company, Role.MANAGER))


def test_jobs_of_a_company_are_watched_by_who_may(client, company, job):
    client.force_login(people.staff(company, Role.ADMINISTRATOR))
    page = client.get(reverse("backoffice:job_list"))
    assert [line.url for line in page.context["list"].lines] == [reverse("backoffice:job_show", args=[job.pk])]
    assert client.get(reverse("backoffice:job_show", args=[job.pk])).status_code == 200


def test_own_jobs_are_always_watched(client, company, job):
    client.force_login(job.created_by)
    assert client.get(reverse("backoffice:job_show", args=[job.pk])).status_code == 200


@pytest.mark.parametrize("name", ["job_show", "job_progress"])
def test_jobs_of_others_are_not_found(client, company, job, name):
    for user in (people.staff(company, Role.CASHIER), people.staff(make.company())):
        client.force_login(user)
        assert client.get(reverse(f"backoffice:{name}", args=[job.pk])).status_code == 404
        assert client.post(reverse("backoffice:job_cancel", args=[job.pk])).status_code == 404
    job.refresh_from_db()
    assert not job.cancel_asked


def test_progress_asks_again_until_the_job_ends(client, job):
    client.force_login(job.created_by)
    address = reverse("backoffice:job_progress", args=[job.pk])
    assert 'hx-trigger="every 2s"' in client.get(address).content.decode()
    jobs.cancel(job, by=None)
    assert "hx-trigger" not in client.get(address).content.decode()


def test_fragment_equals_what_a_reload_shows(client, job):
    client.force_login(job.created_by)
    fragment = client.get(reverse("backoffice:job_progress", args=[job.pk]), headers={"HX-Request": "true"})
    page = client.get(reverse("backoffice:job_show", args=[job.pk])).content.decode()

    def without_token(html: str) -> str:
        start = html.index('<div id="job-progress"')
        return html[start : html.index('name="csrfmiddlewaretoken"', start)]

    assert without_token(fragment.content.decode()) == without_token(page)


def test_waiting_job_is_stopped(client, job):
    client.force_login(job.created_by)
    client.post(reverse("backoffice:job_cancel", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, job.cancel_asked) == ("cancelled", True)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(client, rows, db, django_assert_num_queries):
    admin = people.staff(make.company())
    for number in range(rows):
        company = make.company()
        people.actions.assign(user=admin, role=Role.ADMINISTRATOR, company=company, by=None)
        actions.start_closing(company=company, by=admin if number else None)
    client.force_login(admin)
    with django_assert_num_queries(6):
        page = client.get(reverse("backoffice:job_list"))
    assert len(page.context["list"].lines) == rows
