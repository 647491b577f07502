"""Lucide icons as inline SVG, drawn in the colour and size of the text around them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import cast
from zipfile import ZipFile

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

UNKNOWN = "circle-question-mark"


class UnknownIconError(LookupError):
    """The icon set has no icon of this name."""


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Every icon name of the set."""
    packed = files("lucide").joinpath("lucide.zip").read_bytes()
    with ZipFile(BytesIO(packed)) as icons:
        return frozenset(name.removesuffix(".svg") for name in icons.namelist())


def svg(name: str, *, label: str = "", css: str = "") -> SafeString:
    """Draw an icon: hidden from screen readers, or named by ``label`` where it stands without a word.

    :raises UnknownIconError: in tests, for a name that the set does not have; a live page shows a question mark.
    """
    if name not in names():
        if settings.TESTING:
            raise UnknownIconError(name)
        name = UNKNOWN
    drawn = _drawn(name, f"icon {css}".rstrip())
    if not label:
        return drawn
    return format_html('<span role="img" aria-label="{}">{}</span>', label, drawn)


@lru_cache(maxsize=512)
def _drawn(name: str, css: str) -> SafeString:
    drawn = lucide(name, size=16, **{"class": css, "aria-hidden": "true"})
    return cast("SafeString", drawn)
