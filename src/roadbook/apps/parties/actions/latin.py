"""Cyrillic names in Latin letters, so that a client is found on either keyboard.

Bulgarian by the Transliteration Act (State Gazette 19/2009, art. 3 to 5), Russian by ICAO Doc 9303 part 3, section 6.
"""

from __future__ import annotations

import re

_SHARED = {
    **dict(zip("абвгдезиклмнопрстуф", "abvgdeziklmnoprstuf", strict=True)),
    "ж": "zh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
}
_BULGARIAN = {
    **_SHARED,
    "й": "y",
    "х": "h",
    "щ": "sht",
    "ъ": "a",
    "ь": "y",
    "ю": "yu",
    "я": "ya",
    "ы": "y",
    "э": "e",
    "ё": "yo",
}
_RUSSIAN = {
    **_SHARED,
    "ё": "e",
    "й": "i",
    "х": "kh",
    "щ": "shch",
    "ъ": "ie",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "iu",
    "я": "ia",
}


def latin(name: str, language: str) -> str:
    """The name in small Latin letters, by the rule of its language: ``latin("Мария", "bg")`` is ``"maria"``."""
    lower = name.lower()
    if language == "ru":
        return _letters(lower, _RUSSIAN)
    return _letters(re.sub(r"ия\b", "ia", lower), _BULGARIAN)


def _letters(name: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in name)
