"""Own companies and branches through the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadbook.apps.organisation.models import Branch, Company
from tests.factories import identity as people
from tests.factories import organisation as make
from tests.factories import parties

URL = "/api/v1/companies"
NEW = {
    "code": "NEW",
    "name": "Нова ЕООД",
    "country": "BG",
    "currency": "EUR",
    "language": "bg",
    "business_date": "2026-11-24",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def company(client: Client):
    company = make.company()
    client.force_login(people.staff(company))
    return company


def send(client: Client, method: str, path: str, body: dict[str, Any], **headers: str):
    return getattr(client, method)(f"{URL}{path}", body, content_type="application/json", headers=headers)


def test_company_is_opened_once(company, client: Client):
    body = {**NEW, "tax_number": parties.eik(3), "email": "office@example.com"}
    answers = [send(client, "post", "", body, **{"Idempotency-Key": "c"}) for _time in range(2)]
    assert [one.status_code for one in answers] == [201, 201], answers[0].content
    told = answers[0].json()
    assert (told["name"], told["business_date"], told["branches"]) == ("Нова ЕООД", "2026-11-24", [])
    assert (told["details"]["tax_number"], told["details"]["time_zone"]) == (parties.eik(3), "Europe/Sofia")
    assert Company.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "new"}, "code"),
        ({"currency": "XXX"}, "currency"),
        ({"tax_number": "123456789"}, "tax_number"),
        ({"manager_number": "123"}, "manager_number"),
        ({"email": "nobody"}, "email"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_company_that_cannot_be_is_not_opened(company, client: Client, changed: dict, field: str):
    answer = send(client, "post", "", {**NEW, **changed})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert Company.objects.count() == 1


def test_code_in_use_is_refused(company, client: Client):
    answer = send(client, "post", "", {**NEW, "code": company.code})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "code_taken")
    assert Company.objects.count() == 1


def test_what_is_sent_changes_and_the_rest_stays(company, client: Client):
    told = send(client, "patch", f"/{company.pk}", {"phone": "02 123", "city": "Sofia"}).json()
    assert (told["details"]["phone"], told["details"]["city"], told["name"]) == ("02 123", "Sofia", company.name)
    assert client.get(f"{URL}/{company.pk}").json() == told


def test_details_are_for_who_sees_own_companies(client: Client):
    company = make.company(manager="Ivan", phone="02 123")
    client.force_login(people.staff(company, "broker"))
    told = client.get(f"{URL}/{company.pk}").json()
    assert (told["name"], told["details"]) == (company.name, None)


def test_branch_is_added_and_changed(company, client: Client):
    added = send(client, "post", f"/{company.pk}/branches", {"code": "VAR", "name": "Varna", "city": "Varna"})
    assert added.status_code == 201, added.content
    changed = send(client, "patch", f"/branches/{added.json()['id']}", {"phone": "052 1"})
    assert changed.json() == {**added.json(), "phone": "052 1"}


def test_branch_code_in_use_is_refused(company, client: Client):
    make.branch(company, code="VAR")
    answer = send(client, "post", f"/{company.pk}/branches", {"code": "VAR", "name": "Varna"})
    assert answer.status_code == 422
    assert Branch.objects.count() == 1


def test_other_company_is_not_there(company, client: Client):
    branch = make.branch(name="Theirs")
    assert send(client, "patch", f"/{branch.company_id}", {"name": "Mine"}).status_code == 404
    assert send(client, "post", f"/{branch.company_id}/branches", {"code": "X", "name": "X"}).status_code == 404
    assert send(client, "patch", f"/branches/{branch.pk}", {"name": "Mine"}).status_code == 404
    assert list(Branch.objects.values_list("name", flat=True)) == ["Theirs"]
    assert not Company.objects.filter(name="Mine").exists()


def test_manager_looks_and_does_not_change(client: Client):
    branch = make.branch()
    client.force_login(people.staff(branch.company, "manager"))
    assert send(client, "post", "", NEW).status_code == 403
    assert send(client, "patch", f"/{branch.company_id}", {"name": "Mine"}).status_code == 403
    assert send(client, "post", f"/{branch.company_id}/branches", {"code": "X", "name": "X"}).status_code == 403
    assert send(client, "patch", f"/branches/{branch.pk}", {"name": "Mine"}).status_code == 404
    assert (Company.objects.count(), Branch.objects.count()) == (1, 1)
    assert not Company.objects.filter(name="Mine").exists()
