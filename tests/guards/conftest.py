"""The two companies of the guards: made once for a module, rolled back at its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from . import world
from .world import World


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[World, World]]:
    """The own company and another one with the same kinds of rows."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), files, transaction.atomic():
        yield world.make(), world.make()
        transaction.set_rollback(True)


@pytest.fixture
def own(worlds, settings, files_of_the_test) -> World:
    settings.MEDIA_ROOT = Path(worlds[0].media)
    return worlds[0]


@pytest.fixture
def foreign(worlds) -> World:
    return worlds[1]
