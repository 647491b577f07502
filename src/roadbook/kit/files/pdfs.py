"""PDFs: opened only by ``pdf_tool.py``, in a process that may be lost without harm."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from .kinds import holds_markup
from .limits import LIMITS
from .refusals import WHY, refused

TOOL = Path(__file__).with_name("pdf_tool.py")
PATIENCE = 30
START = 1024
LARGEST_SIDE = 3000
_END = re.compile(rb"%%EOF")


def look(content: bytes) -> int:
    """The number of pages of a harmless PDF.

    :raises FileRefused: locked, with scripts or launch actions or files inside, a web page as well, too long, damaged.
    """
    ends = [found.end() for found in _END.finditer(content)]
    if holds_markup(content[:START]) or holds_markup(content[ends[-1] :] if ends else b""):
        raise refused("pdf_markup")
    told = json.loads(_run(content, "look"))
    if told.get("refused") in WHY:
        raise refused(told["refused"])
    pages = int(told["pages"])
    if not pages:
        raise refused("pdf_damaged")
    if pages > LIMITS.pages:
        raise refused("pdf_pages", most=LIMITS.pages)
    return pages


def page(content: bytes, *, number: int, most: int) -> bytes:
    """One page drawn as PNG, ``most`` points on its longer side.

    :raises FileRefused: there is no such page, or it cannot be drawn.
    """
    return _run(content, "page", str(number), str(min(most, LARGEST_SIDE)))


def _run(content: bytes, *arguments: str) -> bytes:
    """What the tool answered. It sees no environment, no network credentials and no database."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script; the file comes by stdin
            [sys.executable, "-I", str(TOOL), *arguments],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
            env={},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise refused("pdf_damaged") from error
    return done.stdout
