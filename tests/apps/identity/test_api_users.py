"""Users and roles through the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity import actions
from roadbook.apps.identity.models import Assignment, User
from tests.factories import identity as people
from tests.factories import organisation as make

URL = "/api/v1/users"
pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.company()


@pytest.fixture
def boss(company, client: Client):
    user = people.staff(company, name="Boss")
    client.force_login(user)
    return user


def post(client: Client, path: str, body: dict[str, Any] | None = None, **headers: str):
    return client.post(f"{URL}{path}", body or {}, content_type="application/json", headers=headers)


def new(company: Any, **changed: Any) -> dict[str, Any]:
    return {"email": "new@example.com", "name": "Нов", "role": "broker", "company_id": company.pk, **changed}


def test_user_is_added_once_with_a_password_to_hand_over(company, boss, client: Client):
    answers = [post(client, "", new(company), **{"Idempotency-Key": "u"}) for _time in range(2)]
    assert [one.status_code for one in answers] == [201, 201], answers[0].content
    assert answers[0].json() == answers[1].json()
    told = answers[0].json()
    user = User.objects.get(email="new@example.com")
    assert user.check_password(told["password"])
    assert user.is_password_temporary
    assert [(one["role"], one["company_id"], one["branch_id"]) for one in told["roles"]] == [
        ("broker", company.pk, None)
    ]
    assert "password" not in client.get(f"{URL}/{user.pk}").json()


@pytest.mark.parametrize(
    ("changed", "field"), [({"email": "x"}, "email"), ({"role": "king"}, "role"), ({"name": " "}, "name")]
)
def test_user_that_cannot_be_is_not_added(company, boss, client: Client, changed: dict, field: str):
    answer = post(client, "", new(company, **changed))
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert list(User.objects.all()) == [boss]


def test_email_in_use_is_refused(company, boss, client: Client):
    assert post(client, "", new(company, email=boss.email.upper())).status_code == 422
    assert list(User.objects.all()) == [boss]


def test_branch_of_another_company_is_not_there(company, boss, client: Client):
    assert post(client, "", new(company, branch_id=make.branch().pk)).status_code == 404
    assert list(User.objects.all()) == [boss]


def test_role_is_given_and_taken_away(company, boss, client: Client):
    person = people.staff(company, "broker")
    given = post(client, f"/{person.pk}/assign", {"role": "cashier", "company_id": company.pk}).json()
    assert [one["role"] for one in given["roles"]] == ["broker", "cashier"]
    left = post(client, f"/assignments/{given['roles'][0]['id']}/end").json()
    assert [one["role"] for one in left["roles"]] == ["cashier"]


def test_roles_elsewhere_stay_out(company, boss, client: Client):
    person = people.staff(company, "broker")
    actions.assign(user=person, role="manager", company=make.company(), by=None)
    told = client.get(f"{URL}/{person.pk}").json()
    assert ([one["role"] for one in told["roles"]], told["works_elsewhere"]) == (["broker"], True)
    assert post(client, f"/{person.pk}/deactivate").status_code == 403
    person.refresh_from_db()
    assert person.is_active


def test_user_is_deactivated_and_let_in_again(company, boss, client: Client):
    person = people.staff(company, "broker")
    assert post(client, f"/{person.pk}/deactivate").json()["is_active"] is False
    assert post(client, f"/{person.pk}/reactivate").json()["is_active"] is True


def test_nobody_deactivates_oneself(boss, client: Client):
    assert post(client, f"/{boss.pk}/deactivate").status_code == 422
    boss.refresh_from_db()
    assert boss.is_active


def test_new_password_is_told_once(company, boss, client: Client):
    person = people.staff(company, "broker")
    password = post(client, f"/{person.pk}/reset-password").json()["password"]
    person.refresh_from_db()
    assert person.check_password(password)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(company, boss, client: Client, rows: int, django_assert_num_queries):
    for _ in range(rows - 1):
        people.staff(company, "broker")
    with django_assert_num_queries(5):
        assert len(client.get(URL).json()["items"]) == rows


def test_user_of_another_company_is_not_there(company, boss, client: Client):
    person = people.staff(make.company(), "broker")
    assert client.get(f"{URL}/{person.pk}").status_code == 404
    assert [one["id"] for one in client.get(URL).json()["items"]] == [boss.pk]
    for act in ("deactivate", "reactivate", "reset-password"):
        assert post(client, f"/{person.pk}/{act}").status_code == 404
    assert post(client, f"/{person.pk}/assign", {"role": "cashier", "company_id": company.pk}).status_code == 404
    assert post(client, f"/assignments/{person.assignments.get().pk}/end").status_code == 404
    assert Assignment.objects.get(user=person).ended_at is None


def test_manager_manages_no_users(company, client: Client):
    person = people.staff(company, "manager")
    client.force_login(person)
    assert client.get(URL).status_code == 403
    assert post(client, "", new(company)).status_code == 404
    assert post(client, f"/{person.pk}/deactivate").status_code == 404
    assert list(User.objects.values_list("is_active", flat=True)) == [True]
