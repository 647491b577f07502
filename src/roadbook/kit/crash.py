"""Named points at which a test may kill the process: ``CRASH_AT=attachment.stored`` in its environment.

``CRASH_AT=import.chunk:3`` dies when the point is passed for the third time. Outside of tests nothing happens: the
setting is read by nobody.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

from django.conf import settings

passed: Counter[str] = Counter()
"""How often a process passed each point; a child begins with the counts of its parent."""


def point(name: str) -> None:
    """Die here, without a word, when a test asked for it."""
    if not settings.TESTING:
        return
    passed[name] += 1
    wanted, _colon, nth = os.environ.get("CRASH_AT", "").partition(":")
    if wanted == name and passed[name] >= int(nth or 1):
        os.kill(os.getpid(), signal.SIGKILL)
