"""Who works in the tests of access: a company, its branch, an administrator and a broker."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from tests.factories import identity as people
from tests.factories import organisation as make

from .steps import PASSWORD


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def company():
    return make.company()


@pytest.fixture
def branch(company):
    return make.branch(company)


@pytest.fixture
def admin(client, company) -> User:
    user = people.staff(company, name="Head")
    actions.set_password(user=user, password=PASSWORD)
    client.force_login(user)
    return user


@pytest.fixture
def broker(company) -> User:
    user = people.staff(company, Role.BROKER, email="broker@example.com")
    actions.set_password(user=user, password=PASSWORD)
    return user
