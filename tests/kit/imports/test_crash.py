"""Imports under SIGKILL (F01): killed while rows are checked, imported and undone, the job goes on; every row once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.killing import killed

from .interrupted import CODES, goes_on

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("code", CODES)
def test_killed_import_goes_on_and_every_row_is_in_once(code, monkeypatch):
    def kill(at: str, act: Callable[[], object]) -> None:
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("CRASH_AT", at)
            killed(act)

    goes_on(code, kill, monkeypatch)
