"""Names of files that people send: kept for people to read, never used as a path."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
LONGEST_BYTES = 200
_SUFFIX = re.compile(r"\.(?=[a-z0-9]{1,5}$)[0-9]*[a-z][a-z0-9]*$", re.IGNORECASE)
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_FORBIDDEN = set('<>:"/\\|?*')


def guess_stem(given: str) -> str:
    """What the sender called the file, without folders, endings, control and direction characters.

    >>> guess_stem("../../etc/договор №5.pdf.exe")
    'договор №5'
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C" and letter not in _FORBIDDEN)
    stem = " ".join(kept.split()).strip(". ")
    for _time in range(2):
        shorter = _SUFFIX.sub("", stem)
        stem = shorter.strip(". ") or stem
    return f"{stem}_" if _RESERVED.fullmatch(stem) else stem


def clean_name(given: str, suffix: str) -> str:
    r"""The name under which a file is shown and downloaded; ``suffix`` is the true one, by its content.

    >>> clean_name("скан\u202egnp.exe", "png")
    'сканgnp.png'
    """
    stem = guess_stem(given)[:LONGEST] or "file"
    while len(stem.encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip('. ')}.{suffix}"
