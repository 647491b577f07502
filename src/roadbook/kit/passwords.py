"""Passwords that are guessed first: common words in disguise, and those of known breaches. No network is asked.

Django's own list knows what people choose; few of its entries are long enough to be let in at all, but long ones are
built from them: a word with a year and a sign (``Password2026!``), letters changed for look-alikes (``p4ssw0rd``), a
short piece again and again (``roadroadroad``), a run along the keyboard or the alphabet (``123456789012``).
"""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LOOK_ALIKES = str.maketrans("013457@$!", "oieastasi")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "явертъуиопшщ", "1234567890")
MOST_RUNS = 3
SHORTEST = 4
SHA1, LINE = 40, 128


class DisguisedPasswordValidator:
    """Refuses what is a common password once its disguise is taken off."""

    def __init__(self) -> None:
        self._common: set[str] = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's signature
        if any(core in self._common or is_run(core) or is_repeated(core) for core in cores(password)):
            raise ValidationError(
                _("This is a common password with something added. Take several words that do not belong together."),
                code="password_disguised",
            )

    def get_help_text(self) -> str:
        return _("It cannot be a common password with digits or signs added.")


def cores(password: str) -> set[str]:
    """What is left of a password without its disguises.

    >>> sorted(cores("P4ssw0rd2026!"))
    ['p4ssw0rd', 'p4ssw0rd2026!', 'password', 'password2o26i']
    """
    low = password.casefold()
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", low)
    found = {low, bare, low.translate(LOOK_ALIKES), bare.translate(LOOK_ALIKES)}
    return {one for one in found if len(one) >= SHORTEST}


def is_repeated(text: str) -> bool:
    """Is the text one short piece again and again?

    >>> is_repeated("roadroadroad"), is_repeated("road-cup-tree")
    (True, False)
    """
    return re.fullmatch(r"(.{1,6}?)\1+", text) is not None


def is_run(text: str) -> bool:
    """Is the text one or a few runs along a row of the keyboard, the alphabet or the digits?

    >>> is_run("qwertyuiop12"), is_run("abcdefghijkl"), is_run("aaaaaaaaaaaa"), is_run("walk-the-road-7")
    (True, True, True, False)
    """
    breaks = sum(not _follows(one, other) for one, other in pairwise(text))
    return len(text) >= 2 * SHORTEST and breaks < MOST_RUNS


def _follows(one: str, other: str) -> bool:
    if abs(ord(other) - ord(one)) <= 1:
        return True
    return any(one + other in row or other + one in row for row in ROWS)


class BreachedPasswordValidator:
    """Refuses passwords of known breaches, by a file of their SHA-1 (``ROADBOOK_BREACHED_PASSWORDS``); none, no check.

    The file is the one that Have I Been Pwned's downloader writes: a line ``HASH:COUNT`` for each, sorted by hash. It
    is searched by halving, so that its size does not matter.
    """

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's signature
        if settings.ROADBOOK_BREACHED_PASSWORDS and is_breached(password, Path(settings.ROADBOOK_BREACHED_PASSWORDS)):
            raise ValidationError(
                _("This password is known from a breach elsewhere. Take another one."), code="password_breached"
            )

    def get_help_text(self) -> str:
        return _("It cannot be a password that is known from a breach.")


def is_breached(password: str, path: Path) -> bool:
    """Does the sorted file hold the SHA-1 of the password?"""
    sought = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    low, high = 0, path.stat().st_size
    with path.open("rb") as file:
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline(LINE)  # the rest of a line, which the half before looks at
            start = file.tell()
            found = file.readline(LINE)[:SHA1].upper()
            if found == sought:
                return True
            if start >= high or not found or found > sought:
                high = middle
            else:
                low = middle + 1
        file.seek(0)
        return file.readline(LINE)[:SHA1].upper() == sought
