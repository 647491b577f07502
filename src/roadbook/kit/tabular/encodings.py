"""In which encoding is this text? Marks and UTF-8 are certain; between single-byte code pages the letters decide."""

from __future__ import annotations

import codecs
import unicodedata
from typing import IO

from django.utils.translation import gettext_lazy as _

from .values import FileRefused

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SINGLE_BYTE = ("cp1251", "cp1250", "iso8859-2")
LABELS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16": "UTF-16 (BOM)",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1251": "Windows-1251",
    "cp1250": "Windows-1250",
    "iso8859-2": "ISO-8859-2",
    "cp1252": "Windows-1252",
    "cp866": "CP866",
    "koi8-r": "KOI8-R",
}
CHUNK = 1 << 20
SAMPLE = 1 << 16
POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯёЁѝЍ№")
QUOTES = frozenset("„“”«»–—’‘…€§°\u00a0")
UTF16_SHARE = 0.3


def detect(stream: IO[bytes]) -> str:
    """The name of the encoding, as Python knows it. Reads the whole stream once, in pieces.

    :raises FileRefused: this is no text.
    """
    stream.seek(0)
    head = stream.read(4)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    sample, is_utf8 = _survey(stream)
    if nul := sample[:SAMPLE].count(0):
        wide = _wide(sample[:SAMPLE], nul)
        if wide:
            return wide
    if is_utf8:
        return "utf-8"
    return max(SINGLE_BYTE, key=lambda encoding: (_score(sample, encoding), -SINGLE_BYTE.index(encoding)))


def _survey(stream: IO[bytes]) -> tuple[bytes, bool]:
    """A sample with the first lines that are not ASCII, and whether all of it is UTF-8."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample, is_utf8 = b"", True
    while chunk := stream.read(CHUNK):
        if not sample or (not chunk.isascii() and len(sample) < 2 * SAMPLE):
            first = next((place for place, byte in enumerate(chunk) if byte > 127), 0)  # noqa: PLR2004 - ASCII ends
            sample += chunk[:SAMPLE] if first < SAMPLE else chunk[first - 100 : first + SAMPLE]
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    return sample, is_utf8


def _wide(sample: bytes, nul: int) -> str:
    """UTF-16 without a mark: every second byte of Latin text is zero. A zero here and there is a damaged text."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd / half > UTF16_SHARE and odd > 4 * even:
        return "utf-16-le"
    if even / half > UTF16_SHARE and even > 4 * odd:
        return "utf-16-be"
    if nul / len(sample) > UTF16_SHARE / 2:
        raise FileRefused(_("This is not a text file."))
    return ""


def _score(sample: bytes, encoding: str) -> float:
    """How much this reads like a text of people here."""
    text = sample.decode(encoding, errors="replace")
    score = 0.0
    before = ""
    for letter in text:
        if letter > "\x7f":
            score += _worth(letter)
        if before > "\x7f" or letter > "\x7f":
            score += _neighbours(before, letter)
        before = letter
    return score


def _worth(letter: str) -> float:
    if letter in POLISH:
        return 1.2
    if letter in CYRILLIC:
        return 1.0
    if letter in QUOTES:
        return 0.1
    kind = unicodedata.category(letter)
    if kind in {"Cc", "Cn", "Co"} or letter == "\ufffd":
        return -5.0
    if kind.startswith("L"):
        return -0.5 if "CYRILLIC" in unicodedata.name(letter, "") else 0.2
    return -1.0


def _neighbours(before: str, letter: str) -> float:
    """Two scripts in one word, or a capital after a small letter, do not happen in names."""
    if not (before.isalpha() and letter.isalpha()):
        return 0.0
    if _is_cyrillic(before) != _is_cyrillic(letter):
        return -3.0
    return -1.0 if before.islower() and letter.isupper() else 0.0


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"
