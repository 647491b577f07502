"""What tests of the screens and of the API of imports begin with."""

from __future__ import annotations

import pytest

from roadbook.apps.identity.enums import Role
from roadbook.kit import imports
from roadbook.kit.imports import columns
from tests.factories import identity, organisation
from tests.kit.beats import CODE, Beats


@pytest.fixture
def importer():
    imports.register(Beats)
    columns._words.cache_clear()
    yield
    imports.registry._importers.pop(CODE)


@pytest.fixture
def company():
    return organisation.company()


@pytest.fixture
def office(company, client):
    user = identity.staff(company, Role.BACK_OFFICE, language="en")
    client.force_login(user)
    return user
