"""Screens of users and of the own account."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import ApiKey, Assignment, User
from roadbook.apps.organisation.models import Company
from tests.factories import identity as people
from tests.factories import organisation as make


@pytest.fixture
def company(db):
    return make.company()


@pytest.fixture
def admin(company, client):
    user = people.staff(company, name="Head of Office")
    client.force_login(user)
    return user


def _new(company: Company, **values: str) -> dict[str, str]:
    return {
        "email": "new@example.com",
        "name": "New Person",
        "language": "bg",
        "role": "broker",
        "place": f"company-{company.pk}",
        **values,
    }


def test_user_is_added_and_the_password_shown_once(client, admin, company):
    answer = client.post(reverse("identity:user_create"), _new(company))
    user = User.objects.get(email="new@example.com")
    assert answer["Location"] == reverse("identity:user_show", args=[user.pk])
    first, second = (client.get(answer["Location"]).content.decode() for _ in range(2))
    password = re.search(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", first).group()
    assert user.check_password(password)
    assert password not in second


def test_one_time_password_is_not_readable_in_the_session(client, admin, company):
    client.post(reverse("identity:user_create"), _new(company))
    user = User.objects.get(email="new@example.com")
    kept = client.session[f"once:password-{user.pk}"]
    assert not re.search(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", kept)


def test_user_for_one_branch(client, admin, company):
    branch = make.branch(company)
    client.post(reverse("identity:user_create"), _new(company, place=f"branch-{branch.pk}"))
    assert User.objects.get(email="new@example.com").assignments.get().branch == branch


def test_place_of_another_company_is_not_offered(client, admin, company):
    foreign = make.branch()
    for place in (f"company-{foreign.company_id}", f"branch-{foreign.pk}"):
        answer = client.post(reverse("identity:user_create"), _new(company, place=place))
        assert answer.status_code == 422
        assert answer.context["form"].errors["place"]
    assert not User.objects.filter(email="new@example.com").exists()


def test_double_click_adds_one_user(client, admin, company):
    token = client.get(reverse("identity:user_create")).context["form"]["form_token"].value()
    places = {client.post(reverse("identity:user_create"), _new(company, form_token=token))["Location"] for _ in "12"}
    assert len(places) == 1
    assert User.objects.filter(email="new@example.com").count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(client, admin, company, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        people.staff(company, Role.BROKER, Role.CASHIER)
    with django_assert_num_queries(9):
        page = client.get(reverse("identity:user_list"))
    assert len(page.context["list"].lines) == rows


def test_list_shows_who_works_in_my_company(client, admin, company):
    people.staff(company, Role.BROKER, name="Colleague One")
    people.staff(make.company(), Role.BROKER, name="Stranger Two")
    page = client.get(reverse("identity:user_list")).content.decode()
    assert "Colleague One" in page
    assert "Stranger Two" not in page


@pytest.mark.parametrize("name", ["user_assign", "user_deactivate", "user_reactivate", "user_reset_password"])
def test_user_of_another_company_is_not_found(client, admin, name):
    stranger = people.staff(make.company(), Role.BROKER)
    assert client.get(reverse("identity:user_show", args=[stranger.pk])).status_code == 404
    assert client.post(reverse(f"identity:{name}", args=[stranger.pk])).status_code == 404
    stranger.refresh_from_db()
    assert stranger.is_active


def test_assignment_of_another_company_is_not_found(client, admin):
    foreign = people.staff(make.company(), Role.BROKER).assignments.get()
    assert client.post(reverse("identity:assignment_end", args=[foreign.pk])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.ended_at is None


def test_roles_are_given_and_ended(client, admin, company):
    person = people.staff(company, Role.BROKER)
    address = reverse("identity:user_assign", args=[person.pk])
    client.post(address, {"role": "cashier", "place": f"company-{company.pk}"})
    assert set(person.assignments.values_list("role", flat=True)) == {"broker", "cashier"}
    client.post(reverse("identity:assignment_end", args=[person.assignments.get(role="broker").pk]))
    assert list(person.assignments.filter(ended_at=None).values_list("role", flat=True)) == ["cashier"]


def test_own_administrator_role_stays_and_the_page_says_why(client, admin):
    answer = client.post(reverse("identity:assignment_end", args=[admin.assignments.get().pk]), follow=True)
    assert "Another administrator" in answer.content.decode()
    assert Assignment.objects.get(user=admin).ended_at is None


def test_deactivated_user_is_out_at_once(client, admin, company, django_user_model):
    person = people.staff(company, Role.BROKER)
    theirs = client.__class__()
    theirs.force_login(person)
    assert theirs.get(reverse("identity:preferences")).status_code == 200
    client.post(reverse("identity:user_deactivate", args=[person.pk]))
    assert theirs.get(reverse("identity:preferences"))["Location"].startswith(reverse("account_login"))
    client.post(reverse("identity:user_reactivate", args=[person.pk]))
    assert User.objects.get(pk=person.pk).is_active


def test_reset_password_ends_sessions_and_shows_the_new_one(client, admin, company):
    person = people.staff(company, Role.BROKER)
    theirs = client.__class__()
    theirs.force_login(person)
    page = client.post(reverse("identity:user_reset_password", args=[person.pk]), follow=True).content.decode()
    password = re.search(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", page).group()
    person.refresh_from_db()
    assert person.check_password(password)
    assert theirs.get(reverse("identity:preferences")).status_code == 302


def test_preferences_reach_the_browser(client, admin):
    page = client.get(reverse("identity:preferences"))
    assert "Head of Office" in page.content.decode()
    change = {"name": "Head", "language": "bg", "theme": "dark", "density": "compact"}
    answer = client.post(reverse("identity:preferences"), change)
    assert answer["Location"] == reverse("identity:preferences")
    admin.refresh_from_db()
    assert (admin.name, admin.language, admin.has_shortcuts) == ("Head", "bg", False)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    assert (cookies["theme"], cookies["density"], cookies["django_language"]) == ("dark", "compact", "bg")


def test_language_of_the_user_wins_over_the_browser(client, admin):
    actions.change_preferences(user=admin, language="bg")
    page = client.get(reverse("identity:preferences"), headers={"accept-language": "pl"})
    assert '<html lang="bg"' in page.content.decode()


@pytest.mark.parametrize(
    ("wanted", "target"),
    [("/users/?q=a", "/users/?q=a"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("", "/")],
)
def test_language_switches_without_leaving_the_site(client, admin, wanted, target):
    answer = client.post(reverse("identity:language"), {"language": "pl", "next": wanted})
    assert answer["Location"] == target
    admin.refresh_from_db()
    assert admin.language == "pl"


def test_stranger_switches_the_language_by_cookie(client, db):
    client.post(reverse("identity:language"), {"language": "ru", "next": "/"})
    assert client.cookies["django_language"].value == "ru"
    client.post(reverse("identity:language"), {"language": "xx", "next": "/"})
    assert client.cookies["django_language"].value == "ru"


def test_sign_out_elsewhere_keeps_this_session(client, admin):
    other = client.__class__()
    other.force_login(admin)
    client.post(reverse("identity:sign_out_elsewhere"))
    assert client.get(reverse("identity:preferences")).status_code == 200
    assert other.get(reverse("identity:preferences")).status_code == 302


def test_key_is_made_shown_once_and_revoked(client, company):
    user = people.staff(company, Role.BROKER)
    client.force_login(user)
    values = {"name": "Robot", "company": company.pk, "scopes": ["party.view"], "expires_on": "31.12.2026"}
    answer = client.post(reverse("identity:key_create"), values)
    first, second = (client.get(answer["Location"]).content.decode() for _ in range(2))
    text = re.search(r"rb_[0-9a-f]{8}_[\w-]{43}", first).group()
    assert text not in second
    assert actions.use_key(text) == user
    key = ApiKey.objects.get()
    assert f"{key.expires_at:%Y-%m-%d %H:%M}" == "2026-12-31 23:59"
    client.post(reverse("identity:key_revoke", args=[key.pk]))
    assert actions.use_key(text) is None


def test_key_of_another_is_not_found(client, admin, company):
    owner = people.staff(company, Role.BROKER)
    key, text = actions.create_key(by=owner, company=company, name="Robot", scopes=["party.view"])
    assert client.post(reverse("identity:key_revoke", args=[key.pk])).status_code == 404
    assert actions.use_key(text) == owner


def test_scopes_beyond_the_role_are_not_offered(client, company):
    client.force_login(people.staff(company, Role.BROKER))
    values = {"name": "Robot", "company": company.pk, "scopes": ["payment.take"]}
    assert client.post(reverse("identity:key_create"), values).status_code == 422
    assert not ApiKey.objects.exists()
