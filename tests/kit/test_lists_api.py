"""Lists over the API: rows by the addresses of the screens, saved views, acts; how far a key reaches."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity import actions as access
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.apps.organisation.models import Company
from roadbook.kit.models import BulkRun, SavedView
from roadbook.kit.testing import run_jobs
from tests.factories import identity, leasing, receivables, views

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/lists"
KEY = "leasing.contracts"
OF_CONTRACTS = [KEY, "leasing.instalments", "leasing.taken"]


@pytest.fixture
def of() -> Company:
    return receivables.company()


@pytest.fixture
def boss(of: Company, client: Client) -> User:
    user = identity.staff(of, Role.BACK_OFFICE, Role.MANAGER)
    client.force_login(user)
    return user


def send(client: Client, method: str, path: str, data: dict[str, Any] | None = None, **headers: str) -> Any:
    body = json.dumps(data or {})
    return client.generic(method, ROOT + path, body, content_type="application/json", headers=headers)


def test_lists_tell_their_columns_filters_and_acts(boss: User, client: Client):
    found = {one["key"]: one for one in client.get(ROOT).json()}
    assert found[KEY]["columns"]["financed"] == "Financed"
    assert found[KEY]["filters"]["signed_on"] == ["span", "in", "", "before", "after", "empty", "filled"]
    assert found[KEY]["acts"] == ["hand-over", "note"]
    assert "identity.users" not in found
    assert "backoffice.jobs" not in found


def test_rows_are_those_of_the_address_in_plain_values(of: Company, boss: User, client: Client):
    draft = leasing.draft(of)
    leasing.active(of)
    asked = {"query": "state=draft&cols=number.financed.signed_on.rate.count"}
    (row,) = client.get(f"{ROOT}/{KEY}/rows", asked).json()["items"]
    assert row == {
        "id": draft.pk,
        "values": {
            "number": draft.number,
            "financed": "20000.00",
            "signed_on": "2026-11-24",
            "rate": "0.089000",
            "count": 48,
        },
    }


def test_address_that_cannot_be_read_is_said(boss: User, client: Client):
    answer = client.get(f"{ROOT}/{KEY}/rows", {"query": "state=zzz"})
    assert (answer.status_code, answer.json()["error"]["fields"][0]["field"]) == (422, "query")
    assert client.get(f"{ROOT}/no.list/rows").status_code == 404


def test_rows_are_paged_by_cursor(of: Company, boss: User, client: Client):
    numbers = {leasing.draft(of).pk for _ in range(3)}
    first = client.get(f"{ROOT}/{KEY}/rows", {"limit": 2}).json()
    second = client.get(f"{ROOT}/{KEY}/rows", {"limit": 2, "cursor": first["next"]}).json()
    assert {row["id"] for row in first["items"] + second["items"]} == numbers


def test_views_are_kept_changed_shared_and_deleted(of: Company, boss: User, client: Client):
    made = send(client, "POST", f"/{KEY}/views", {"name": "Drafts", "query": "state=draft"})
    assert (made.status_code, made.json()["query"], made.json()["is_mine"]) == (201, "state=draft", True)
    url = f"/{KEY}/views/{made.json()['id']}"
    audience = f"role:{of.pk}:broker"
    assert audience in {one["code"] for one in client.get(f"{ROOT}/audiences").json()}
    change = {"name": "Drafts", "query": "state=draft", "audience": audience, "is_default": True, "version": 1}
    assert send(client, "PATCH", url, change).json()["audience"] == audience
    assert send(client, "PATCH", url, change).status_code == 409
    assert send(client, "PATCH", url, {**change, "version": 2, "audience": "role:0:broker"}).status_code == 403
    assert [one["name"] for one in client.get(f"{ROOT}/{KEY}/views").json()] == ["Drafts"]
    assert send(client, "DELETE", url).status_code == 204
    assert not SavedView.objects.exists()


def test_act_is_previewed_run_and_reported(of: Company, boss: User, client: Client):
    leasing.draft(of)
    act = {"query": "state=draft", "values": {"text": "Обади се."}}
    assert send(client, "POST", f"/{KEY}/acts/note/preview", act).json() == {"affected": 1, "refused": {}}
    assert not BulkRun.objects.exists()
    headers = {"Idempotency-Key": "note-once"}
    run = send(client, "POST", f"/{KEY}/acts/note", act, **headers).json()
    assert send(client, "POST", f"/{KEY}/acts/note", act, **headers).json() == run
    run_jobs()
    report = client.get(f"{ROOT}/{KEY}/runs/{run['id']}").json()
    assert (report["state"], report["done"], report["failed"], report["reasons"]) == ("done", 1, 0, {})
    wrong = send(client, "POST", f"/{KEY}/acts/note", {"values": {"text": ""}})
    assert (wrong.status_code, wrong.json()["error"]["fields"][0]["field"]) == (422, "values.text")
    assert send(client, "POST", f"/{KEY}/acts/explode", {}).status_code == 404
    assert BulkRun.objects.count() == 1


def test_key_reaches_no_further_than_its_scopes(of: Company, boss: User, client: Client):
    other = receivables.company()
    access.assign(user=boss, role=Role.MANAGER, company=other, by=None)
    mine, _theirs = leasing.draft(of), leasing.draft(other)
    _key, secret = access.create_key(by=boss, company=of, name="Robot", scopes=["contract.view"])
    bearer = {"Authorization": f"Bearer {secret}"}
    client.logout()
    rows = client.get(f"{ROOT}/{KEY}/rows", headers=bearer).json()["items"]
    assert [row["id"] for row in rows] == [mine.pk]
    assert [one["key"] for one in client.get(ROOT, headers=bearer).json()] == OF_CONTRACTS
    assert client.get(f"{ROOT}/parties.clients/rows", headers=bearer).status_code == 404
    assert client.get(f"{ROOT}/audiences", headers=bearer).json() == []
    act = {"values": {"text": "Обади се."}}
    assert send(client, "POST", f"/{KEY}/acts/note", act, **bearer).status_code == 404
    views.view(boss, KEY)
    assert len(client.get(f"{ROOT}/{KEY}/views", headers=bearer).json()) == 1
