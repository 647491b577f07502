"""The audit log on the screen: who may read what, filters, words, personal values, seals."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from roadbook.apps.backoffice import actions, tasks
from roadbook.apps.identity import actions as identity
from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation import actions as organisation
from roadbook.kit import audit, context, seals, triggers
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.models import AuditBlock, AuditEntry, Job
from roadbook.kit.testing import assert_same_queries, run_jobs
from tests.factories import identity as people
from tests.factories import organisation as make
from tests.factories import parties


@pytest.fixture
def company(db):
    return make.company(name="Old name")


@pytest.fixture
def admin(client, company):
    user = people.staff(company, name="Head of Office")
    client.force_login(user)
    return user


@pytest.fixture
def manager(client, company):
    user = people.staff(company, Role.MANAGER, name="Manager")
    client.force_login(user)
    return user


def _lines(client, **query: object) -> list[str]:
    page = client.get(reverse("backoffice:audit_list"), query)
    assert page.status_code == 200
    return [" ".join(cell.html for cell in line.cells) for line in page.context["list"].lines]


def _problems(client, **query: object) -> list[str]:
    return client.get(reverse("backoffice:audit_list"), query).context["list"].problems


def test_change_is_read_in_words_with_old_and_new(client, admin, company):
    organisation.change_company(company=company, by=admin, name="New name")
    line = _lines(client, action="organisation.company.change")[0]
    assert "Company changed" in line
    assert "Name: Old name → New name" in line
    assert "Company New name" in line


def test_filters_narrow_by_who_what_where_and_when(client, admin, company):
    organisation.change_company(company=company, by=admin, name="New name")
    everything = len(_lines(client))
    assert len(_lines(client, who=admin.pk)) == 1
    assert len(_lines(client, who="machine")) == everything - 1
    assert len(_lines(client, who=[admin.pk, "machine"])) == everything
    assert len(_lines(client, **{"who.not": admin.pk})) == everything - 1
    assert len(_lines(client, action="organisation.company.change")) == 1
    assert 0 < len(_lines(client, kind="organisation.company")) < everything
    assert len(_lines(client, **{"kind.not": "organisation.company"})) < everything
    assert 0 < len(_lines(client, subject=f"organisation.company:{company.pk}")) < everything
    assert len(_lines(client, company=company.pk)) == everything
    assert len(_lines(client, text="new NAME")) == 1
    assert _lines(client, at_to="01.01.2020") == []
    assert len(_lines(client, at_from="01.01.2020")) == everything


def test_address_is_found_whole_or_by_its_beginning(client, admin, company):
    with context.acting(context.Origin(ip="203.0.113.7")):
        audit.record(action="test.act", subject="test.thing:1", by=None, company_id=company.pk)
    assert len(_lines(client, ip="203.0.113.7")) == 1
    assert _lines(client, ip="203.0.113.70") == []
    assert len(_lines(client, **{"ip.starts": "203.0."})) == 1
    assert _problems(client, ip="office") == ["Address: Write an address such as 192.0.2.10, or how it begins."]
    assert len(_problems(client, **{"ip.starts": "%"})) == 1


def test_time_narrows_to_the_minute(client, admin, company):
    rows = []
    for minute in (41, 42, 43):
        at = datetime(2026, 11, 24, 10, minute, 30, tzinfo=UTC)
        rows.append(
            AuditEntry.objects.create(
                at=at, actor_name="x", action="test.act", subject=f"test.thing:{minute}", company_id=company.pk
            )
        )
    found = _lines(client, at_from="24.11.2026 10:42", at_to="24.11.2026 10:42")
    assert len(found) == 1
    assert "test.thing 42" in found[0]
    assert len(_lines(client, at_from="24.11.2026 10:42", at_to="24.11.2026", action="")) >= 2
    assert len(_problems(client, at_from="24.11.2026 10:43", at_to="24.11.2026 10:42")) == 1
    assert len(_problems(client, at_from="31.02.2026 10:43")) == 1
    assert len(_problems(client, at_from="24.11.2026 25:43")) == 1


def test_text_is_found_in_cyrillic_whichever_engine(client, admin, company):
    organisation.change_company(company=company, by=admin, name="Автолизинг Банкя")
    assert len(_lines(client, text="Банкя")) == 1
    assert _lines(client, text="Банкя'; DROP TABLE") == []


def test_other_companies_are_not_read(client, admin):
    foreign = make.company()
    organisation.change_company(company=foreign, by=None, name="Secret plan")
    entry = AuditEntry.objects.latest("pk")
    assert "Secret plan" not in " ".join(_lines(client))
    assert client.get(reverse("backoffice:audit_show", args=[entry.pk])).status_code == 404
    assert len(_problems(client, company=foreign.pk)) == 1


def test_people_of_the_company_are_read_even_where_no_company_stands(client, admin, company):
    make.company()
    colleague, stranger = people.staff(company, Role.BROKER), people.staff(make.company(), Role.BROKER)
    identity.note_sign_in(user=colleague)
    identity.note_sign_in(user=stranger)
    identity.note_sign_in_refused(email="nobody@example.com")
    lines = _lines(client, action="identity.user.sign_in")
    assert len(lines) == 1
    assert colleague.name in lines[0]


def test_failed_sign_ins_are_for_who_sees_every_company(client, admin):
    identity.note_sign_in_refused(email="nobody@example.com")
    assert len(_lines(client, action="identity.user.sign_in_refused")) == 1


def test_entry_is_told_whole(client, admin, company):
    with context.acting(context.Origin(ip="203.0.113.7", request_id="req-12345")):
        organisation.change_company(company=company, by=admin, name="New <b>name</b>")
    entry = AuditEntry.objects.latest("pk")
    page = client.get(reverse("backoffice:audit_show", args=[entry.pk])).content.decode()
    for text in ("Company changed", "Old name", "New &lt;b&gt;name&lt;/b&gt;", "203.0.113.7", "req-12345"):
        assert text in page
    assert f"/companies/{company.pk}/" in page
    assert f"/users/{admin.pk}/" in page


def _of_client(company) -> AuditEntry:
    client_ = parties.person(company, first_name="Калина", last_name="Тайнова")
    return AuditEntry.objects.get(action="parties.party.register", subject=audit.key(client_))


def test_personal_values_stay_out_until_they_are_asked_for(client, manager, company):
    entry = _of_client(company)
    assert "Калина" not in client.get(reverse("backoffice:audit_list")).content.decode()
    assert "Калина" not in client.get(reverse("backoffice:audit_show", args=[entry.pk])).content.decode()
    shown = client.post(reverse("backoffice:audit_personal", args=[entry.pk]), {"reason": "Жалба 12/2026"})
    assert shown.status_code == 200
    assert "Калина" in shown.content.decode()
    noted = AuditEntry.objects.latest("pk")
    assert (noted.action, noted.actor_id, noted.subject) == ("backoffice.audit.show", manager.pk, entry.subject)
    assert noted.changes == {"entry": [None, entry.pk], "reason": [None, "Жалба 12/2026"]}


def test_personal_values_need_a_reason(client, manager, company):
    entry = _of_client(company)
    before = AuditEntry.objects.count()
    refused = client.post(reverse("backoffice:audit_personal", args=[entry.pk]), {"reason": " "})
    assert (refused.status_code, AuditEntry.objects.count()) == (422, before)
    assert "Калина" not in refused.content.decode()
    with pytest.raises(Refused, match="what you need it for"):
        actions.show_personal(entry=entry, by=manager, reason="")


def test_personal_values_of_clients_are_not_for_administrators(client, admin, company):
    entry = _of_client(company)
    before = AuditEntry.objects.count()
    assert client.post(reverse("backoffice:audit_personal", args=[entry.pk]), {"reason": "Проверка"}).status_code == 403
    with pytest.raises(Forbidden):
        actions.show_personal(entry=entry, by=admin, reason="Проверка")
    assert AuditEntry.objects.count() == before


def test_personal_values_of_colleagues_are_for_who_manages_them(client, admin, manager, company):
    identity.add_user(by=admin, email="new@example.com", name="Нов Колега", role=Role.BROKER, company=company)
    entry = AuditEntry.objects.get(action="identity.user.add")
    shown = actions.show_personal(entry=entry, by=admin, reason="Проверка")
    assert [one.new for one in shown] == ["new@example.com", "Нов Колега"]
    with pytest.raises(Forbidden):
        actions.show_personal(entry=entry, by=manager, reason="Проверка")


def test_erased_values_are_told_as_such(client, manager, company):
    entry = _of_client(company)
    entry.personal.delete()
    page = client.get(reverse("backoffice:audit_show", args=[entry.pk])).content.decode()
    assert "They were erased" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(client, admin, company, rows):
    with triggers.unlocked():
        AuditEntry.objects.all().delete()
    for number in range(rows):
        audit.record(action="test.act", subject=f"test.thing:{number}", by=None, company_id=company.pk)
    client.get(reverse("backoffice:audit_list"))
    with assert_same_queries(LIST_QUERIES):
        assert len(_lines(client)) == rows


LIST_QUERIES = 12


def test_newest_comes_first(client, admin, company):
    for number in range(2):
        audit.record(action="test.act", subject=f"test.thing:{number}", by=None, company_id=company.pk)
    assert "test.thing 1" in _lines(client)[0]


def test_seals_are_made_and_verified_by_a_job(client, admin, company):
    assert client.get(reverse("backoffice:audit_seals")).status_code == 200
    answer = client.post(reverse("backoffice:audit_verify"))
    job = Job.objects.get(name="backoffice.verify_audit")
    assert answer["Location"] == reverse("backoffice:job_show", args=[job.pk])
    done = run_jobs()[0]
    block = AuditBlock.objects.get()
    assert done.result == {
        "blocks": 1,
        "sealed_to": block.last_id,
        "sha256": block.sha256,
        "broken": 0,
        "problems": [],
    }
    page = client.get(reverse("backoffice:audit_seals")).content.decode()
    assert "As it was sealed" in page
    assert "Sealed in block 1" in client.get(reverse("backoffice:audit_show", args=[block.first_id])).content.decode()


def test_tampering_is_shown_with_block_and_entry(client, admin, company):
    rows = [audit.record(action="test.act", subject="test.thing:1", by=None) for _n in range(2)]
    seals.seal_now()
    with triggers.unlocked():
        AuditEntry.objects.filter(pk=rows[0].pk).update(at=rows[0].at + timedelta(hours=1))
    actions.start_verifying_audit(company=company, by=admin)
    done = next(one for one in run_jobs() if one.name == "backoffice.verify_audit")
    assert (done.result["broken"], done.failed) == (1, 1)
    page = client.get(reverse("backoffice:audit_seals")).content.decode()
    assert f"entry {rows[0].pk} was changed" in page
    assert "1 breach" in client.get(reverse("backoffice:audit_list")).content.decode()


def test_check_of_the_log_is_refused_to_who_does_not_read_it(company):
    broker = people.staff(company, Role.BROKER)
    with pytest.raises(Forbidden):
        actions.start_verifying_audit(company=company, by=broker)
    assert Job.objects.count() == 0


def test_verdict_keeps_the_first_problems(monkeypatch, company):
    monkeypatch.setattr(tasks.seals, "broken", lambda: iter([f"audit block {n}" for n in range(30)]))
    actions.start_verifying_audit(company=company, by=None)
    result = run_jobs()[0].result
    assert (result["broken"], len(result["problems"])) == (30, 20)
    assert json.dumps(result)
