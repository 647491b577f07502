"""What a file is, told by its first bytes. Its name and what the browser says of it count for nothing."""

from __future__ import annotations

import re
from enum import StrEnum

HEAD = 4096


class Kind(StrEnum):
    """What we can tell apart: what we take, and what we refuse by name."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    TIFF = "tiff"
    ZIP = "zip"
    TEXT = "text"
    EMPTY = "empty"
    HEIC = "heic"
    MARKUP = "markup"
    PROGRAM = "program"
    OLD_OFFICE = "old_office"
    ARCHIVE = "archive"
    UNKNOWN = "unknown"


_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind.PDF),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLD_OFFICE),
    (b"MZ", Kind.PROGRAM),
    (b"\x7fELF", Kind.PROGRAM),
    (b"#!", Kind.PROGRAM),
    (b"\xca\xfe\xba\xbe", Kind.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Kind.PROGRAM),
    (b"\xfe\xed\xfa", Kind.PROGRAM),
    (b"Rar!", Kind.ARCHIVE),
    (b"7z\xbc\xaf", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ", Kind.ARCHIVE),
)
_HEIC = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc", b"avif")
_MARKUP = re.compile(rb"<\s*(!doctype|html|svg|script|\?xml|body|head|iframe|math|xsl)", re.IGNORECASE)
_CONTROLS = bytes({*range(32), 127} - {9, 10, 12, 13, 27})


def kind_of(content: bytes) -> Kind:
    """The kind by the first bytes; text is what holds no byte that text does not hold."""
    head = content[:HEAD]
    if not head:
        return Kind.EMPTY
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return Kind.HEIC
    return _text_or_not(content)


def holds_markup(content: bytes) -> bool:
    """Whether a browser that guesses would take these bytes for a page."""
    return bool(_MARKUP.search(content))


def _text_or_not(content: bytes) -> Kind:
    text = decoded(content)
    if text is None:
        return Kind.UNKNOWN
    return Kind.MARKUP if holds_markup(text[:HEAD].encode()) else Kind.TEXT


def decoded(content: bytes) -> str | None:
    """The text of a text file (UTF-8, UTF-16 with its mark, else Windows-1251); None for anything else."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _as(content, "utf-16")
    if content.translate(None, _CONTROLS) != content:
        return None
    found = _as(content, "utf-8-sig")
    return found if found is not None else _as(content, "cp1251")


def _as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
