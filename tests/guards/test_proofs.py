"""Acts that hurt in the wrong hands: exactly these ask for a fresh proof, and without one nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from roadbook.config.api import api
from roadbook.kit.reauthentication import PROVED

from . import routes
from .matrix import ask
from .world import World

PAGES = {
    "identity:key_create",
    "identity:key_rotate",
    "identity:policy_edit",
    "identity:user_assign",
    "identity:user_clear_factors",
    "identity:user_copy",
    "identity:user_create",
    "identity:user_reset_password",
    "imports:batch_undo",
    "organisation:account_close",
    "organisation:account_create",
    "organisation:account_edit",
}
pytestmark = pytest.mark.django_db


def _views(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver) and one.namespace != api.urls_namespace:
            yield from _views(one, prefix + (f"{one.namespace}:" if one.namespace else ""))
        elif isinstance(one, URLPattern):
            yield f"{prefix}{one.name}", one.callback


def _operations() -> Iterator[tuple[str, Any]]:
    for _prefix, router in api._routers:
        for path in router.path_operations.values():
            for operation in path.operations:
                yield f"api:{operation.operation_id}", operation.view_func


NEEDING = {name for name, view in (*_views(), *_operations()) if getattr(view, "needs_proof", False)}
OPERATIONS = sorted(name for name in NEEDING if name.startswith("api:"))


@pytest.fixture
def stale(own: World) -> Client:
    """The administrator, who proved it an hour ago."""
    client = own.client("administrator")
    session = client.session
    session[PROVED] -= 2 * 3600
    session["account_authentication_methods"] = [{"method": "password", "at": session[PROVED]}]
    session.save()
    return client


def test_exactly_these_pages_ask_for_a_proof():
    assert NEEDING - set(OPERATIONS) == PAGES


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_without_a_fresh_proof_asks_and_writes_nothing(own, stale, name):
    route = routes.every()[name]
    answer = ask(route, stale, own.users["administrator"], own, "POST", writes=False)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/reauthenticate/")


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_without_a_fresh_proof_is_refused(own, stale, name):
    answer = ask(routes.every()[name], stale, own.users["administrator"], own, writes=False)
    assert (answer.status_code, "proof" in answer.content.decode()) == (403, True)
