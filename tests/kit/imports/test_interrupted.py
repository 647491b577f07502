"""Imports that fail in the middle: the job is tried again and goes on; every row once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roadbook.kit import crash

from .interrupted import CODES, goes_on

pytestmark = pytest.mark.django_db


class FellOver(Exception):  # noqa: N818 - what a worker meets when its database goes away
    """The work broke off."""


@pytest.mark.parametrize("code", CODES)
def test_import_that_fell_over_goes_on_and_every_row_is_in_once(code, monkeypatch):
    def fall(at: str, act: Callable[[], object]) -> None:
        wanted, _colon, nth = at.partition(":")
        left = [int(nth or 1)]

        def point(name: str) -> None:
            left[0] -= name == wanted
            if not left[0]:
                raise FellOver

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(crash, "point", point)
            act()
        assert left == [0]

    goes_on(code, fall, monkeypatch)
