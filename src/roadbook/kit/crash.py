"""Named points at which a test may kill the process: ``CRASH_AT=attachment.stored`` in its environment.

Outside of tests nothing happens: the setting is read by nobody.
"""

from __future__ import annotations

import os
import signal

from django.conf import settings


def point(name: str) -> None:
    """Die here, without a word, when a test asked for it."""
    if settings.TESTING and os.environ.get("CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
