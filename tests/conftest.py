"""What every test may rely on."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from roadbook.config import translations
from roadbook.kit import triggers

settings.register_profile(
    "house", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

translations.compile_stale()

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
BROWSER_REQUIRED = os.environ.get("ROADBOOK_REQUIRE_BROWSER") == "1"

DATABASE = {"db", "transactional_db", "live_server", "client"}

_flush = TransactionTestCase._fixture_teardown


def _flush_unlocked(case: TransactionTestCase) -> None:
    """Emptying the tables after a test is the one delete that append-only tables must bear."""
    with triggers.unlocked():
        _flush(case)


TransactionTestCase._fixture_teardown = _flush_unlocked


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks no database: the second engine need not see it. Without a Chromium browser tests are skipped."""
    for item in items:
        if not item.get_closest_marker("django_db") and not DATABASE & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.bare)
    if CHROMIUM or BROWSER_REQUIRED:
        return
    reason = pytest.mark.skip(reason="no Chromium here (apt install chromium, or set CHROMIUM to its path)")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(reason)


@pytest.fixture(autouse=True)
def files_of_the_test(settings, tmp_path: Path) -> Path:
    """Stored files of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"
