"""API keys: shown once, hashed at rest, narrowed to a company and scopes, and dead when told so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from roadbook.apps.identity import actions, queries, rules
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import ApiKey, User
from roadbook.apps.organisation.models import Company
from roadbook.kit import clock
from roadbook.kit.errors import Forbidden
from tests.factories import identity as people
from tests.factories import organisation as make


def _key(by: User, company: Company, *scopes: str, **more: Any) -> tuple[ApiKey, str]:
    return actions.create_key(by=by, company=company, name="Robot", scopes=scopes or ["party.view"], **more)


def test_key_is_shown_once_and_hashed(db):
    company = make.company()
    key, text = _key(people.staff(company, Role.BROKER), company)
    kind, prefix, secret = text.split("_", 2)
    assert (kind, prefix) == ("rb", key.prefix)
    row = ApiKey.objects.values().get()
    assert not [value for value in row.values() if secret in str(value)]
    assert row["secret_sha256"] == actions.secret_hash(secret)


def test_key_acts_as_its_user_within_scopes_and_company(db):
    here, there = make.company(), make.company()
    user = people.staff(here, Role.BROKER)
    actions.assign(user=user, role=Role.BROKER, company=there, by=None)
    key, text = _key(user, here, "party.view", "contract.edit")
    actor = actions.use_key(text)
    assert actor == user
    assert queries.permissions(actor) == {"party.view", "contract.edit"}
    assert rules.may(actor, "contract.edit", company_id=here.pk)
    assert not rules.may(actor, "vehicle.view", company_id=here.pk)
    assert not rules.may(actor, "contract.edit", company_id=there.pk)
    key.refresh_from_db()
    assert key.last_used_at is not None


def test_key_loses_what_its_user_loses(db):
    company = make.company()
    user = people.staff(company, Role.BROKER)
    _, text = _key(user, company)
    actions.end_assignment(assignment=user.assignments.get(), by=None)
    assert queries.permissions(actions.use_key(text)) == frozenset()


@pytest.mark.parametrize("spoil", ["rb_{p}_wrong", "xx_{p}_{s}", "rb_00000000_{s}", "rb_{p}_", "{s}", "", "rb_{p}{s}"])
def test_wrong_key_opens_nothing(db, spoil):
    company = make.company()
    key, text = _key(people.staff(company, Role.BROKER), company)
    assert actions.use_key(spoil.format(p=key.prefix, s=text.split("_", 2)[2])) is None
    key.refresh_from_db()
    assert key.last_used_at is None


def test_expired_revoked_and_ownerless_keys_are_dead(db):
    company = make.company()
    user = people.staff(company, Role.BROKER)
    expiring, expired_text = _key(user, company, expires_at=clock.now() + timedelta(days=1))
    revoked, revoked_text = _key(user, company)
    _, orphan_text = _key(user, company)
    ApiKey.objects.filter(pk=expiring.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    actions.revoke_key(key=revoked, by=user)
    assert actions.use_key(expired_text) is actions.use_key(revoked_text) is None
    assert actions.use_key(orphan_text) == user
    actions.deactivate_user(user=user, by=None)
    assert actions.use_key(orphan_text) is None


def test_key_cannot_do_more_than_its_maker(db):
    company = make.company()
    broker = people.staff(company, Role.BROKER)
    for scopes in (["payment.take"], ["party.view", "user.manage"], []):
        with pytest.raises(actions.KeyRefused):
            actions.create_key(by=broker, company=company, name="Robot", scopes=scopes)
    with pytest.raises(actions.KeyRefused):
        _key(broker, make.company())
    with pytest.raises(actions.KeyRefused):
        _key(broker, company, expires_at=clock.now())
    assert not ApiKey.objects.exists()


def test_key_of_another_is_revoked_by_who_manages_users_only(db):
    company = make.company()
    owner, colleague, admin = (people.staff(company, role) for role in (Role.BROKER, Role.BROKER, Role.ADMINISTRATOR))
    key, text = _key(owner, company)
    for stranger in (colleague, people.staff(make.company())):
        with pytest.raises(Forbidden):
            actions.revoke_key(key=key, by=stranger)
    assert actions.use_key(text) == owner
    actions.revoke_key(key=key, by=admin)
    assert actions.use_key(text) is None
