"""The authorisation matrix: every address x every role. What lies in another company or branch: ``test_mirror``.

``authz.toml`` has a row for each address (and each operation of the API, ``api:<operation id>``):

- ``roles``: ``public``, ``any`` (who is signed in), or the roles that may; names of ``[groups]`` begin with ``@``.
- ``method`` (GET unless said), ``of``: the example of ``world.py`` that fills its arguments, ``data``: what is sent.
- ``refusal``: what a role that may not gets, 403 unless said; ``empty`` is a list without rows. In the API 404 will do.
- ``absent``: true where a user may be told that there is nothing of that kind (a second factor that is not set up).
- ``free``: true where what is sent names no row of any company.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from roadbook.apps.identity.enums import Role

from . import routes
from .matrix import ROWS, ask, roles
from .routes import Route

ROUTES = routes.every()
KNOWN = sorted(set(ROWS) & set(ROUTES))
FEW = 3
pytestmark = pytest.mark.django_db
RESTRICTED = [name for name in KNOWN if ROWS[name]["roles"] != "public"]
SENDING = [
    name
    for name in RESTRICTED
    if ROUTES[name].is_api and "data" in ROWS[name] and "of" not in ROWS[name] and "free" not in ROWS[name]
]


def test_every_address_has_a_row():
    assert sorted(set(ROUTES) - set(ROWS)) == []


def test_every_row_has_an_address():
    assert sorted(set(ROWS) - set(ROUTES)) == []


def test_every_row_names_known_roles():
    assert {role for row in ROWS.values() for role in roles(row)} <= set(Role.values)


@pytest.mark.parametrize("name", KNOWN)
def test_role_that_may_gets_in(own, name):
    row, route = ROWS[name], ROUTES[name]
    for role in _some(sorted(roles(row)), name):
        status = ask(route, own.client(role), own.users[role], own).status_code
        assert row.get("absent") or status not in {403, 404}, role
        assert status < 500, role


def _some(roles: list[str], name: str) -> list[str]:
    """All roles when they are few; else three, others for each address. ``ROADBOOK_FULL_MATRIX=1`` takes all."""
    if len(roles) <= FEW or os.environ.get("ROADBOOK_FULL_MATRIX"):
        return roles
    return random.Random(name).sample(roles, FEW)


@pytest.mark.parametrize("name", [name for name in RESTRICTED if roles(ROWS[name]) != set(Role.values)])
def test_role_that_may_not_is_refused(own, name):
    row, route = ROWS[name], ROUTES[name]
    methods = {route.method} if route.is_api else {"GET", "POST"}
    for role in sorted(set(Role.values) - roles(row)):
        for method in methods:
            response = ask(route, own.client(role), own.users[role], own, method)
            assert _is_refused(row, route, response, method), (role, method, response.status_code)


def _is_refused(row: dict[str, Any], route: Route, response: HttpResponse, method: str) -> bool:
    refusal = row.get("refusal", 403)
    if refusal == "empty":
        return response.status_code == 200 and response.json()["items"] == []
    wanted = {403, 404} if route.is_api else {refusal}
    if method != (row.get("method") or route.method or "GET"):
        wanted |= {405}
    return response.status_code in wanted


@pytest.mark.parametrize("name", RESTRICTED)
def test_stranger_is_asked_to_sign_in(own, name):
    route = ROUTES[name]
    response = ask(route, Client(), own.users[Role.ADMINISTRATOR], own)
    if route.is_api:
        assert response.status_code == 401
        return
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", SENDING)
def test_nothing_is_done_with_rows_of_another_company(own, foreign, name):
    for role in _some(sorted(roles(ROWS[name])), name):
        response = ask(ROUTES[name], own.client(role), own.users[role], own, sent=foreign)
        assert response.status_code in {403, 404, 422}, role
