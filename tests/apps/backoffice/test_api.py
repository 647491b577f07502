"""Management through the API: the close of day, the check of the books, jobs, the audit log."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadbook.apps.backoffice import actions
from roadbook.apps.identity import actions as identity
from roadbook.kit import jobs
from roadbook.kit.models import AuditEntry, Job
from tests.factories import identity as people
from tests.factories import organisation, parties, receivables

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return receivables.company()


@pytest.fixture
def boss(company, client: Client):
    user = people.staff(company, name="Boss")
    client.force_login(user)
    return user


def get(client: Client, path: str, **asked: Any):
    return client.get(f"/api/v1{path}", asked)


def post(client: Client, path: str, body: dict[str, Any] | None = None, **headers: str):
    return client.post(f"/api/v1{path}", body or {}, content_type="application/json", headers=headers)


def program(user: Any, company: Any, *scopes: str) -> Client:
    _, secret = identity.create_key(by=user, company=company, name="Robot", scopes=scopes)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_day_is_closed_by_a_job_started_once(company, boss, client: Client):
    path = f"/companies/{company.pk}/close-day"
    answers = [post(client, path, **{"Idempotency-Key": "d"}) for _time in range(2)]
    assert [one.status_code for one in answers] == [202, 202], answers[0].content
    started = answers[0].json()
    assert (started["state"], started["title"], started["started_by"]) == ("queued", "Close the day", "Boss")
    assert post(client, path).status_code == 409
    assert Job.objects.count() == 1
    jobs.run(started["id"])
    ended = get(client, f"/jobs/{started['id']}").json()
    assert (ended["state"], ended["result"]["business_date"]) == ("done", "2026-11-25")


def test_verdicts_are_the_result_of_the_check(company, boss, client: Client):
    started = post(client, "/verify-books", {"company_id": company.pk})
    assert started.status_code == 202, started.content
    jobs.run(started.json()["id"])
    ended = get(client, f"/jobs/{started.json()['id']}").json()
    assert ended["state"] == "done"
    assert {one["broken"] for one in ended["result"]["verdicts"]} == {0}


def test_problems_of_other_companies_stay_out(company, boss, client: Client):
    organisation.company()
    job = actions.start_verifying(company=company, by=boss)
    verdict = {"code": "I1", "title": "Books balance", "broken": 1, "problems": ["theirs"]}
    Job.objects.filter(pk=job.pk).update(result={"verdicts": [verdict]})
    assert get(client, f"/jobs/{job.pk}").json()["result"]["verdicts"] == [{**verdict, "problems": []}]


def test_queued_job_is_cancelled(company, boss, client: Client):
    job = actions.start_closing(company=company, by=None)
    assert post(client, f"/jobs/{job.pk}/cancel").json()["state"] == "cancelled"
    jobs.run(job.pk)
    company.refresh_from_db()
    assert company.business_date.isoformat() == "2026-11-24"


@pytest.mark.parametrize("rows", [1, 3])
def test_jobs_cost_the_same_queries(company, boss, client: Client, rows: int, django_assert_num_queries):
    for _ in range(rows):
        actions.start_verifying(company=company, by=boss)
    with django_assert_num_queries(4):
        assert len(get(client, "/jobs").json()["items"]) == rows


def test_job_of_another_company_is_not_there(boss, client: Client):
    other = receivables.company()
    job = actions.start_closing(company=other, by=None)
    assert get(client, "/jobs").json()["items"] == []
    assert get(client, f"/jobs/{job.pk}").status_code == 404
    assert post(client, f"/jobs/{job.pk}/cancel").status_code == 404
    assert post(client, f"/companies/{other.pk}/close-day").status_code == 404
    assert post(client, "/verify-books", {"company_id": other.pk}).status_code == 404
    assert list(Job.objects.values_list("pk", "cancel_asked")) == [(job.pk, False)]


def test_broker_starts_nothing(company, client: Client):
    client.force_login(people.staff(company, "broker"))
    assert post(client, f"/companies/{company.pk}/close-day").status_code == 403
    assert post(client, "/verify-books", {"company_id": company.pk}).status_code == 403
    assert get(client, "/audit").status_code == 403
    assert not Job.objects.exists()


def test_key_without_the_scope_reaches_no_job(company, boss):
    job = actions.start_closing(company=company, by=boss)
    narrow, wide = program(boss, company, "party.view"), program(boss, company, "job.view")
    assert get(narrow, "/jobs").json()["items"] == []
    assert post(narrow, f"/jobs/{job.pk}/cancel").status_code == 404
    assert [one["id"] for one in get(wide, "/jobs").json()["items"]] == [job.pk]


def test_audit_is_narrowed(company, boss, client: Client):
    party = parties.person(company)
    mine = identity.create_key(by=boss, company=company, name="Robot", scopes=["party.view"])[0]
    made = {"user": boss.pk, "action": "identity.key.create", "subject": f"identity.apikey:{mine.pk}"}
    day = AuditEntry.objects.latest("pk").at.date().isoformat()
    for asked in ({"user": boss.pk}, {"action": made["action"]}, {"subject": made["subject"]}, made):
        items = get(client, "/audit", **asked, **{"from": day, "to": day}).json()["items"]
        assert [(one["subject"], one["user"], one["user_id"]) for one in items] == [(made["subject"], "Boss", boss.pk)]
    assert get(client, "/audit", to="2020-01-01").json()["items"] == []
    assert get(client, "/audit", **{"from": "2199-01-01"}).json()["items"] == []
    told = get(client, "/audit", subject=f"parties.party:{party.pk}").json()["items"]
    assert [one["user_id"] for one in told] == [None]
    assert party.last_name not in str(told)


@pytest.mark.parametrize(
    ("asked", "field"), [({"from": "yesterday"}, "from"), ({"to": "0001-01-01"}, "to"), ({"user": "0"}, "user")]
)
def test_filter_that_cannot_be_is_named(boss, client: Client, asked: dict, field: str):
    answer = get(client, "/audit", **asked)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]


def test_audit_of_another_company_stays_out(boss, client: Client):
    party = parties.person()
    assert get(client, "/audit", subject=f"parties.party:{party.pk}").json()["items"] == []


def test_act_is_told_in_the_callers_language(company, boss, client: Client):
    party = parties.person(company)
    entry = AuditEntry.objects.get(action="parties.party.register", subject=f"parties.party:{party.pk}")
    told = get(client, f"/audit/{entry.pk}").json()
    assert (told["words"], told["has_personal"], told["subject"]) == ("Client entered", True, entry.subject)
    assert "personal" not in told


def test_personal_values_of_an_act_need_role_and_reason(company, client: Client):
    party = parties.person(company, first_name="Калина", last_name="Тайнова")
    path = f"/audit/{AuditEntry.objects.get(action='parties.party.register').pk}/personal"
    client.force_login(people.staff(company))
    assert post(client, path, {"reason": "Жалба"}).status_code == 403
    client.force_login(people.staff(company, "manager"))
    before = AuditEntry.objects.count()
    assert post(client, path, {"reason": ""}).status_code == 422
    assert AuditEntry.objects.count() == before
    told = post(client, path, {"reason": "Жалба"}).json()
    assert {one["label"]: one["new"] for one in told}["First name"] == "Калина"
    assert AuditEntry.objects.filter(action="backoffice.audit.show", subject=f"parties.party:{party.pk}").count() == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "parties.party"}, 1),
        ({"kind": "parties.part"}, 0),
        ({"text": "К-000"}, 0),
        ({"ip": "192.0.2.1"}, 0),
        ({"at_from": "2000-01-01T00:00:00Z", "at_to": "2000-01-01T00:01:00Z"}, 0),
        ({"at_from": "2000-01-01T00:00:00Z", "from": "2000-01-01", "kind": "parties.party"}, 1),
    ],
)
def test_audit_is_narrowed_as_on_the_screen(company, boss, client: Client, asked, found):
    parties.person(company)
    assert len(get(client, "/audit", company_id=company.pk, **asked).json()["items"]) == found


@pytest.mark.parametrize(
    "asked", [{"ip": "office"}, {"from": "yesterday"}, {"kind": "x'; --"}, {"at_to": "1800-01-01T00:00:00Z"}]
)
def test_audit_filter_that_makes_no_sense_is_refused(company, boss, client: Client, asked):
    assert get(client, "/audit", **asked).status_code == 422


def test_seals_are_told_and_verified(company, boss, client: Client):
    parties.person(company)
    assert get(client, "/audit/seals").json()["sealed_to"] is None
    started = post(client, "/audit/verify", {"company_id": company.pk})
    assert started.status_code == 202
    jobs.run(started.json()["job_id"])
    told = get(client, "/audit/seals").json()
    assert (told["blocks"], told["broken"], told["problems"], len(told["sha256"])) == (1, 0, [], 64)
