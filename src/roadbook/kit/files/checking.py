"""Is this a file that we take, and as what do we keep it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from . import packed, pdfs, pictures
from .kinds import Kind, kind_of
from .limits import LIMITS, MEGABYTE, Limits
from .refusals import BY_KIND, FileRefused, refused

__all__ = ["LIMITS", "Checked", "FileRefused", "Limits", "check", "sha256"]

PICTURES = {
    Kind.JPEG: ("image/jpeg", "jpg"),
    Kind.PNG: ("image/png", "png"),
    Kind.WEBP: ("image/webp", "webp"),
    Kind.TIFF: ("image/tiff", "tif"),
}


@dataclass(frozen=True)
class Checked:
    """A file as it will be kept. ``content`` of a picture is not what was sent: it was written anew."""

    content: bytes
    media_type: str
    suffix: str
    pages: int = 0
    width: int = 0
    height: int = 0


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def check(content: bytes, name: str = "") -> Checked:
    """The file made harmless, with its true type. ``name`` only tells a table of values from a plain text.

    :raises FileRefused: with the reason in plain words.
    """
    if len(content) > LIMITS.size:
        raise refused("too_large", most=LIMITS.size // MEGABYTE)
    kind = kind_of(content)
    if kind in BY_KIND:
        raise FileRefused(BY_KIND[kind], field="file", code=str(kind))
    if kind is Kind.PDF:
        return Checked(content, "application/pdf", "pdf", pages=pdfs.look(content))
    if kind in PICTURES:
        found = pictures.anew(content, kind)
        media_type, suffix = PICTURES[kind]
        return Checked(found.content, media_type, suffix, found.pages, found.width, found.height)
    if kind is Kind.ZIP:
        media_type, suffix = packed.office_type(content)
        return Checked(content, media_type, suffix)
    suffix = "csv" if name.lower().endswith(".csv") else "txt"
    return Checked(content, "text/csv" if suffix == "csv" else "text/plain", suffix)
