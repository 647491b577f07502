"""A storm of guesses: many addresses, many tries, forged headers. Slowed down, told, nobody kept out for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from roadbook.apps.backoffice import queries as backoffice
from roadbook.apps.identity import actions, queries
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.kit import clock
from roadbook.kit.models import AuditEntry
from tests.factories import identity as people
from tests.factories import organisation as make

EMAIL, PASSWORD, HOME = "broker@example.com", "a password of its own", "192.0.2.7"
MOST = 50
REFUSED = "identity.user.sign_in_refused"
TOO_MANY = "Too many failed login attempts"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def company():
    return make.company()


@pytest.fixture
def broker(company) -> User:
    user = people.staff(company, Role.BROKER, email=EMAIL)
    actions.set_password(user=user, password=PASSWORD)
    return user


def tries(password: str, ip: str, email: str = EMAIL, **headers: str) -> HttpResponse:
    """One try to sign in, from a browser of its own at this address."""
    sent = {"login": email, "password": password}
    return Client().post(reverse("account_login"), sent, REMOTE_ADDR=ip, headers=headers)


def address(number: int) -> str:
    return f"198.51.{number // 250}.{number % 250 + 1}"


def storm(*, seen: int = 80, more: int = 920, addresses: int = 500) -> None:
    """Wrong passwords for the account, from so many addresses in turn, each with another forged header.

    The first go through the page, the others to the adapter behind it, where the limits are.
    """
    for number in range(seen):
        forged = {"X-Forwarded-For": f"203.0.113.{number % 250}", "X-Real-IP": HOME}
        assert tries(f"wrong {number}", address(number), **forged).status_code == 200
    for number in range(more):
        forged = {"HTTP_X_FORWARDED_FOR": HOME, "REMOTE_ADDR": address(number % addresses)}
        request = RequestFactory().post(reverse("account_login"), **forged)
        with request_context(request), pytest.raises(ValidationError, match=TOO_MANY):
            get_adapter().authenticate(request, email=EMAIL, password=f"wrong {number}")


def test_storm_of_a_thousand_tries_is_stopped_told_and_locks_nobody_out(broker, company):
    assert tries(PASSWORD, HOME).status_code == 302
    storm()

    # Fifty were looked at, whatever the addresses; the others were turned away before the password was read.
    assert AuditEntry.objects.filter(action=REFUSED).count() == MOST
    assert set(AuditEntry.objects.filter(action=REFUSED).values_list("ip", flat=True)) == {
        address(number) for number in range(MOST)
    }

    # The right password does not help who is not known, and looks like a wrong one.
    right, wrong = (tries(one, address(900)) for one in (PASSWORD, "wrong"))
    assert right.status_code == wrong.status_code == 200
    assert all(TOO_MANY in one.content.decode() for one in (right, wrong))
    assert tries(PASSWORD, address(901), **{"X-Forwarded-For": HOME}).status_code == 200

    # Administrators are told, once.
    admin = people.staff(company)
    told = backoffice.security(admin)
    assert [(one.what, one.who, one.detail) for one in told.alerts] == [
        ("Very many wrong passwords", str(broker), f"How many: {MOST}")
    ]

    # The user gets in from where they work, and is told; elsewhere as soon as the hour is over.
    client = Client()
    entered = client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD}, REMOTE_ADDR=HOME)
    assert entered.status_code == 302
    assert f"{MOST} tries to sign in as you failed" in client.get(reverse("identity:preferences")).content.decode()
    with clock.pretending(clock.now() + timedelta(hours=1, minutes=1)):
        assert tries(PASSWORD, address(902)).status_code == 302


def test_one_address_is_stopped_after_five_tries_at_one_account(broker):
    for number in range(20):
        tries(f"wrong {number}", address(1))
    assert AuditEntry.objects.filter(action=REFUSED).count() == 5
    assert tries(PASSWORD, address(1)).status_code == 200
    assert tries(PASSWORD, address(2)).status_code == 302


def test_one_address_is_stopped_after_thirty_tries_at_many_accounts(broker):
    for number in range(60):
        tries("wrong", address(1), email=f"user{number}@example.com")
    assert AuditEntry.objects.filter(action=REFUSED).count() == 30
    assert tries(PASSWORD, address(1)).status_code == 429
    assert tries(PASSWORD, address(2)).status_code == 302


def test_forged_address_counts_only_behind_a_proxy(broker, settings):
    forged = [{"X-Forwarded-For": address(number)} for number in range(8)]
    for one in forged:
        tries("wrong", address(1), **one)
    assert AuditEntry.objects.filter(action=REFUSED).count() == 5

    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for one in forged:
        tries("wrong", "10.0.0.1", **{"X-Forwarded-For": f"{HOME}, {one['X-Forwarded-For']}"})
    seen = set(AuditEntry.objects.filter(action=REFUSED).values_list("ip", flat=True))
    assert seen == {address(number) for number in range(8)} | {address(1)}


def test_unknown_e_mail_is_answered_like_a_known_one(broker):
    known, unknown = tries("wrong", address(1)), tries("wrong", address(2), email="nobody@example.com")
    texts = [one.content.decode() for one in (known, unknown)]
    assert all("The email address and/or password you specified are not correct." in one for one in texts)


def test_user_is_told_of_three_failures_and_not_of_two(broker):
    for number in range(2):
        tries(f"wrong {number}", address(number))
    assert queries.failed_sign_ins(broker) == 2
    client = Client()
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert "tries to sign in as you failed" not in client.get(reverse("identity:preferences")).content.decode()
    assert queries.failed_sign_ins(broker) == 0


def test_limit_of_an_account_is_the_one_that_is_written_down():
    assert settings.ROADBOOK_MOST_GUESSES == MOST
