"""The mirror world: two companies with the same kinds of rows. What one asks of the other is not there.

Every address with an argument is found from the resolver, so none can be left out: each has its example in
``world.py`` or stands in ``authz.toml`` under ``[mirror]`` with the reason why its argument is no row of a company.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver

from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation.models import Company
from roadbook.config.api import api

from . import routes, world
from .matrix import MATRIX, ROWS, ask, roles

ROUTES = routes.every()
EXEMPT: dict[str, str] = MATRIX["mirror"]["no_row"]
SHARED: dict[str, str] = MATRIX["mirror"]["of_the_whole_company"]
ARGUMENT = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>|\(\?P<([a-z0-9_]+)>|\{([a-z_]+)\}")
LEFT = {Role.BROKER, Role.BACK_OFFICE, Role.MANAGER, Role.ADMINISTRATOR}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_asked_before() -> None:
    """Who asks for many rows that are not there is written down: each test begins at none."""
    cache.clear()


def _patterns(resolver: Any = None, name: str = "", path: str = "") -> dict[str, str]:
    """Every page's name with the pattern of its whole address."""
    found: dict[str, str] = {}
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            if one.namespace != api.urls_namespace:
                space = f"{one.namespace}:" if one.namespace else ""
                found |= _patterns(one, name + space, path + str(one.pattern))
        elif isinstance(one, URLPattern):
            found[name + (one.name or f"unnamed {one.pattern}")] = path + str(one.pattern)
    return found


ADDRESSES = _patterns() | {route.name: route.path for route in routes.operations() if route.path}
WITH_ARGUMENT = sorted(name for name, path in ADDRESSES.items() if ARGUMENT.search(path))
NAMING = [
    name
    for name, row in ROWS.items()
    if name in ROUTES and "data" in row and not {"of", "free"} & set(row) and row["roles"] != "public"
]
MIRRORED = [name for name in WITH_ARGUMENT if name not in EXEMPT and "of" in ROWS.get(name, {})]


def test_every_address_with_an_argument_has_its_example_or_its_reason():
    unlisted = [name for name in WITH_ARGUMENT if name not in EXEMPT and "of" not in ROWS.get(name, {})]
    assert unlisted == []
    assert sorted(set(EXEMPT) - set(WITH_ARGUMENT)) == []
    assert all(EXEMPT.values())


def test_only_addresses_with_an_argument_have_an_example():
    assert [name for name, row in ROWS.items() if "of" in row and name not in WITH_ARGUMENT] == []


@pytest.mark.parametrize("name", MIRRORED)
def test_row_of_another_company_is_not_there(own, foreign, name):
    for role in _asking(name):
        response = ask(ROUTES[name], own.client(role), foreign.users[role], own, at=foreign, writes=False)
        assert response.status_code == 404, role
        assert foreign.secret not in response.content.decode(errors="replace"), role


def _asking(name: str) -> list[str]:
    """The roles that may, most powerful last; four of them say what twelve would."""
    may = roles(ROWS[name])
    return sorted(may & {str(role) for role in LEFT} or may)


@pytest.mark.parametrize("name", [name for name in MIRRORED if "GET" in (ROUTES[name].method or "GET")])
def test_row_that_is_not_there_answers_like_a_foreign_one(own, foreign, name):
    """Whether a number is taken elsewhere must not be told: the same answer as for one that nobody has."""
    role = _asking(name)[-1]
    if set(foreign.examples[ROWS[name]["of"]](foreign.users[role])) != {"pk"}:
        pytest.skip("its address has more than a number")
    other = ask(ROUTES[name], own.client(role), foreign.users[role], own, at=foreign)
    nobody = world.at_nobody(foreign)
    none = ask(ROUTES[name], own.client(role), foreign.users[role], own, at=nobody)
    assert (none.status_code, _without_ids(none)) == (other.status_code, _without_ids(other))


def _without_ids(response: Any) -> str:
    text = response.content.decode(errors="replace")
    return re.sub(r"[0-9A-Za-z]{32,64}|\d+", "#", text)


@pytest.mark.parametrize("name", NAMING)
def test_rows_of_another_company_that_are_sent_are_not_found(own, foreign, name):
    for role in _asking(name):
        response = ask(ROUTES[name], own.client(role), foreign.users[role], own, sent=foreign, writes=False)
        assert response.status_code < 500, role
        assert foreign.secret not in response.content.decode(errors="replace"), role


@pytest.fixture(scope="module")
def neighbours(worlds, django_db_blocker) -> dict[str, Any]:
    """People of the own company who work in another branch of it, one for each role."""
    with django_db_blocker.unblock():
        return world.neighbours(Company.objects.get(pk=worlds[0].company_id))


@pytest.mark.parametrize("name", MIRRORED)
def test_row_of_another_branch_is_not_there(own, neighbours, name):
    row = ROWS[name]
    is_shared = row["of"] in SHARED
    for role in _asking(name):
        browser, user = neighbours[role]
        if is_shared:
            response = ask(ROUTES[name], browser, user, own)
            assert response.status_code < 500, role
            continue
        response = ask(ROUTES[name], browser, user, own, writes=False)
        assert response.status_code in {403, 404}, role


def test_examples_are_of_a_branch_or_say_why_not(own):
    used = {row["of"] for row in ROWS.values() if "of" in row}
    assert sorted(set(SHARED) - used) == []


def test_nobody_sees_nothing():
    from roadbook.apps.identity import queries
    from roadbook.apps.identity.enums import Permission

    assert queries.permissions(AnonymousUser()) == frozenset()
    assert not queries.companies(AnonymousUser(), Permission.PARTY_VIEW).exists()
