"""API keys: where they work from, their rotation, and guessing them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity import actions
from roadbook.apps.identity.api import auth
from roadbook.apps.identity.models import ApiKey
from roadbook.kit import clock
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry
from tests.factories import identity as people

pytestmark = pytest.mark.django_db


# ---- Keys


def ask(secret: str, ip: str = "127.0.0.1", **headers: str):
    return Client(headers={"Authorization": f"Bearer {secret}", **headers}).get("/api/v1/me", REMOTE_ADDR=ip)


def test_key_works_from_its_addresses_only(company, broker):
    key, secret = actions.create_key(
        by=broker, company=company, name="R", scopes=["party.view"], addresses=[" 192.0.2.7/24 ", "2001:db8::1"]
    )
    assert key.addresses == ["192.0.2.0/24", "2001:db8::1/128"]
    assert [ask(secret, ip).status_code for ip in ("192.0.2.200", "2001:db8::1", "192.0.3.1", "::1")] == [
        200,
        200,
        401,
        401,
    ]
    assert ask(secret, "192.0.3.1", **{"X-Forwarded-For": "192.0.2.7"}).status_code == 401
    assert AuditEntry.objects.filter(action="identity.key.refuse").count() == 2


@pytest.mark.parametrize("addresses", [["office"], ["192.0.2.300"], ["10.0.0.0/8"] * 21])
def test_key_with_addresses_that_are_none_is_refused(company, broker, addresses):
    with pytest.raises(actions.KeyRefused):
        actions.create_key(by=broker, company=company, name="R", scopes=["party.view"], addresses=addresses)
    assert not ApiKey.objects.exists()


def test_key_makes_none_that_works_from_further_away(company, broker):
    key, _secret = actions.create_key(
        by=broker, company=company, name="R", scopes=["party.view"], addresses=["192.0.2.0/24"]
    )
    broker.key = key
    narrow, _ = actions.create_key(by=broker, company=company, name="N", scopes=["party.view"])
    assert narrow.addresses == ["192.0.2.0/24"]
    for wide in (["0.0.0.0/0"], ["192.0.2.1", "198.51.100.1"], ["2001:db8::/32"]):
        with pytest.raises(actions.KeyRefused, match="further away"):
            actions.create_key(by=broker, company=company, name="W", scopes=["party.view"], addresses=wide)
    assert ApiKey.objects.count() == 2


def test_rotated_key_works_beside_the_new_one_for_a_week(client, company, broker):
    client.force_login(broker)
    key, old = actions.create_key(by=broker, company=company, name="R", scopes=["party.view"])
    client.post(reverse("identity:key_rotate", args=[key.pk]))
    new = ApiKey.objects.get(replaces=key)
    assert (new.name, new.scopes, new.company_id) == (key.name, key.scopes, key.company_id)
    assert ask(old).status_code == 200
    key.refresh_from_db()
    assert timedelta(days=6, hours=23) < key.expires_at - clock.now() <= timedelta(days=7)
    ApiKey.objects.filter(pk=key.pk).update(expires_at=clock.now())
    assert ask(old).status_code == 401
    with pytest.raises(actions.KeyRefused, match="rotated already"):
        actions.rotate_key(key=key, by=broker)


def test_key_of_another_is_not_rotated(company, broker):
    key, _secret = actions.create_key(by=broker, company=company, name="R", scopes=["party.view"])
    with pytest.raises(Forbidden):
        actions.rotate_key(key=key, by=people.staff(company))
    assert ApiKey.objects.count() == 1


def test_guessing_keys_is_slowed_down(company, broker):
    _key, secret = actions.create_key(by=broker, company=company, name="R", scopes=["party.view"])
    answers = [ask(f"rb_{number:08x}_wrong").status_code for number in range(auth.MOST_GUESSES + 1)]
    assert answers == [401] * auth.MOST_GUESSES + [429]
    assert ask(secret).status_code == 429
    assert ask(secret, "198.51.100.9").status_code == 200
