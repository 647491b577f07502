"""Feeds through the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from roadbook.apps.identity import actions
from roadbook.apps.timeline.models import Entry
from roadbook.kit import audit
from tests.factories import identity, leasing, organisation, parties, receivables, timeline

URL = "/api/v1/timeline"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def language():
    """What a request speaks ends with the test."""
    with translation.override("en"):
        yield


@pytest.fixture
def company():
    return organisation.company()


@pytest.fixture
def broker(client: Client, company):
    user = identity.staff(company, "broker", language="bg")
    client.force_login(user)
    return user


def post(client: Client, path: str, body: dict[str, Any], **headers: str):
    return client.post(f"{URL}{path}", body, content_type="application/json", headers=headers)


def test_feed_is_told_in_the_callers_language(client, company, broker):
    party = parties.person(company)
    timeline.entry(party, title="Contract %(number)s drafted", params={"number": "L-1"})
    by_session = client.get(URL, {"client_id": party.pk}).json()["items"]
    assert [(one["title"], one["by"], one["kind"]) for one in by_session] == [
        ("Договор L-1 е създаден като чернова", "", "system")
    ]
    _, secret = actions.create_key(by=broker, company=company, name="Robot", scopes=["party.view"])
    with_key = Client(headers={"Authorization": f"Bearer {secret}"})
    assert with_key.get(URL, {"subject": audit.key(party)}).json()["items"] == by_session


def test_feed_is_paged_newest_first(client, company, broker):
    party = parties.person(company)
    notes = [timeline.note(party, text=f"Бележка {number}").pk for number in range(3)]
    first = client.get(URL, {"client_id": party.pk, "kind": "note", "limit": 2}).json()
    rest = client.get(URL, {"client_id": party.pk, "kind": "note", "limit": 2, "cursor": first["next"]}).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == notes[::-1]
    assert rest["next"] is None


@pytest.mark.parametrize("asked", [{}, {"client_id": 1, "subject": "parties.party:1"}])
def test_feed_is_of_one_subject_or_one_client(client, broker, asked):
    answer = client.get(URL, asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "feed")


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_costs_the_same_queries(client, company, broker, rows, django_assert_num_queries):
    party = parties.person(company)
    for _ in range(rows):
        timeline.note(party, by=broker)
    with django_assert_num_queries(5):
        assert len(client.get(URL, {"client_id": party.pk, "kind": "note"}).json()["items"]) == rows


def test_money_is_hidden_from_who_may_not_see_it(client):
    company = receivables.company()
    contract = leasing.active(company)
    client.force_login(identity.staff(company, "hostess"))
    shown = client.get(URL, {"client_id": contract.client_id}).json()["items"]
    assert "contract" not in {one["kind"] for one in shown}
    hidden = Entry.objects.filter(kind="contract").first()
    assert post(client, f"/{hidden.pk}/pin", {}).status_code == 404
    assert not Entry.objects.filter(is_pinned=True).exists()


def test_note_is_written_once(client, company, broker):
    party = parties.person(company)
    body = {"client_id": party.pk, "text": "Обади се."}
    answers = [post(client, "/notes", body, **{"Idempotency-Key": "n"}) for _time in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    note = Entry.objects.get(kind="note")
    assert (note.text, note.by, note.subject) == ("Обади се.", broker, audit.key(party))


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_note_that_says_nothing_or_too_much_is_refused(client, company, broker, text):
    answer = post(client, "/notes", {"client_id": parties.person(company).pk, "text": text})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == ["text"]
    assert not Entry.objects.filter(kind="note").exists()


def test_entry_is_pinned_and_let_go(client, company, broker):
    note = timeline.note(parties.person(company))
    for is_pinned in (True, False):
        answer = post(client, f"/{note.pk}/pin", {"is_pinned": is_pinned})
        assert (answer.status_code, answer.json()["is_pinned"]) == (200, is_pinned)
        note.refresh_from_db()
        assert note.is_pinned is is_pinned


def test_key_without_the_scope_writes_nothing(client, company, broker):
    note = timeline.note(parties.person(company))
    _, secret = actions.create_key(by=broker, company=company, name="Robot", scopes=["party.view"])
    with_key = Client(headers={"Authorization": f"Bearer {secret}"})
    assert post(with_key, "/notes", {"subject": note.subject, "text": "x"}).status_code == 403
    assert post(with_key, f"/{note.pk}/pin", {}).status_code == 403
    assert list(Entry.objects.filter(kind="note").values_list("is_pinned", flat=True)) == [False]


def test_other_company_is_not_there(client, broker):
    note = timeline.note()
    assert client.get(URL, {"subject": note.subject}).status_code == 404
    assert client.get(URL, {"client_id": note.party_id}).status_code == 404
    assert post(client, "/notes", {"subject": note.subject, "text": "x"}).status_code == 404
    assert post(client, f"/{note.pk}/pin", {}).status_code == 404
    note.refresh_from_db()
    assert (Entry.objects.filter(kind="note").count(), note.is_pinned) == (1, False)
