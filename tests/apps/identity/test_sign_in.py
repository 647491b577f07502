"""Signing in: sessions, one-time passwords, rate limits, and what is not open."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.kit.models import AuditEntry
from tests.factories import identity as people
from tests.factories import organisation as make

PASSWORD = "a password of its own"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def broker(db) -> User:
    user = people.staff(make.company(), Role.BROKER, email="broker@example.com", language="bg")
    actions.set_password(user=user, password=PASSWORD)
    return user


def _sign_in(client: Client, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": "broker@example.com", "password": password})


def test_sign_in_makes_a_new_session_in_the_users_language(client, broker):
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    answer = _sign_in(client)
    assert answer["Location"] == "/"
    assert client.cookies["sessionid"].value != session.session_key
    assert client.cookies["django_language"].value == "bg"
    assert AuditEntry.objects.get(action="identity.user.sign_in").actor_id == broker.pk


def test_wrong_password_is_told_and_written_down(client, broker):
    answer = _sign_in(client, "wrong")
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    entry = AuditEntry.objects.get(action="identity.user.sign_in_refused")
    assert entry.personal.values == {"email": [None, "broker@example.com"]}
    assert "wrong" not in str(entry.changes)


def test_guessing_is_stopped(client, broker):
    for _ in range(12):
        _sign_in(client, "wrong")
    assert _sign_in(client).status_code != 302
    assert "_auth_user_id" not in client.session


def test_inactive_user_does_not_sign_in(client, broker):
    actions.deactivate_user(user=broker, by=None)
    _sign_in(client)
    assert "_auth_user_id" not in client.session


def test_temporary_password_opens_only_its_change(client, broker):
    password = actions.reset_password(user=broker, by=None)
    change = reverse("account_change_password")
    assert _sign_in(client, password)["Location"] == change
    assert client.get(reverse("identity:preferences"))["Location"] == change
    fragment = client.get(reverse("identity:preferences"), headers={"HX-Request": "true"})
    assert fragment["HX-Redirect"] == change
    new = {"oldpassword": password, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    assert client.post(change, new)["Location"] == reverse("identity:preferences")
    broker.refresh_from_db()
    assert not broker.is_password_temporary
    assert client.get(reverse("identity:preferences")).status_code == 200


def test_short_password_is_refused(client, broker):
    client.force_login(broker)
    new = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert client.post(reverse("account_change_password"), new).status_code == 200
    broker.refresh_from_db()
    assert broker.check_password(PASSWORD)


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_confirm_login_code"])
def test_nothing_else_of_allauth_is_open(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_second_factor_may_be_switched_on_after_a_fresh_proof(client, broker, settings):
    client.force_login(broker)
    settings.ROADBOOK_PROOF_SECONDS = 0
    answer = client.get(reverse("mfa_activate_totp"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))
    settings.ROADBOOK_PROOF_SECONDS = 600
    answer = client.post(answer.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    assert answer.status_code == 200
    assert "data:image/svg+xml" in answer.content.decode()
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
