"""Killing a child process on purpose."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable

from django.db import connections

from roadbook.kit import crash


def killed(act: Callable[[], object]) -> None:
    """Run the function in a child process that must end by SIGKILL; it passes every crash point for the first time."""
    connections.close_all()
    crash.passed.clear()
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException:  # noqa: BLE001 - the child must not return into pytest
            traceback.print_exc()
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL
