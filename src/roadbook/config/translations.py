"""Compiled catalogues: made from the .po files of the package whenever these are newer."""

from __future__ import annotations

import os
from pathlib import Path

from .env import data_dir

SOURCE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("bg", "pl", "ru")


def compile_stale() -> list[Path]:
    """Write every .mo file that is missing or older than its .po; returns those written."""
    import polib

    written = []
    for language in LANGUAGES:
        source = SOURCE / language / "LC_MESSAGES" / "django.po"
        target = data_dir() / "locale" / language / "LC_MESSAGES" / "django.mo"
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_suffix(f".{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(partial))
            partial.replace(target)
            written.append(target)
    return written
