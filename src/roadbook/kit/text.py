"""Text made comparable: for search columns, and for plates and vehicle numbers typed on a Cyrillic keyboard."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose although people search them by their plain form.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ѝ": "и"})
_KEPT = str.maketrans({"й": "\ue000"})
_CYRILLIC = "АВЕКМНОРСТУХІЈЅ"
_LATIN = "ABEKMHOPCTYXIJS"
_LOOK_ALIKES = str.maketrans(_CYRILLIC, _LATIN)


def fold(text: str) -> str:
    """Lower case without diacritics, spaces squeezed: ``fold("Żuk  Łódź")`` is ``"zuk lodz"``.

    Cyrillic ё becomes е; й stays itself, because it is a letter and not an accented и. Fill search columns with this,
    and fold what is searched for.
    """
    lower = unicodedata.normalize("NFC", text).casefold().translate(_KEPT)
    parts = unicodedata.normalize("NFKD", lower.translate(_PLAIN))
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(plain.replace("\ue000", "й").split())


def search_text(*parts: object) -> str:
    """What a ``search_text`` column holds: the parts folded, empty ones left out."""
    return fold(" ".join(str(part) for part in parts if part))


def latin_plate(text: str) -> str:
    """Upper case, without spaces, dots and dashes; Cyrillic letters that look like Latin ones become Latin."""
    return re.sub(r"[\s\u00a0.\-–·]", "", text.upper()).translate(_LOOK_ALIKES)


def clean(text: str) -> str:
    """Composed form (NFC). Control characters other than line breaks and tabs, and lone surrogates, are an error.

    :raises ValueError: naming the first character that no text may hold.
    """
    for letter in text:
        if unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\r\t":
            raise ValueError(f"U+{ord(letter):04X}")
    return unicodedata.normalize("NFC", text)
