"""Searching: sources of the palette, what was typed, and looking through folded text at any size of the book."""

from .asked import Asked, asked
from .looking import CANDIDATES, look, newest_first, newest_of
from .sources import EXACT, FEW, INSIDE, START, WORDS, Hit, Source, best, likeness, register, source, sources
from .trigrams import TrigramIndex

__all__ = [
    "CANDIDATES",
    "EXACT",
    "FEW",
    "INSIDE",
    "START",
    "WORDS",
    "Asked",
    "Hit",
    "Source",
    "TrigramIndex",
    "asked",
    "best",
    "likeness",
    "look",
    "newest_first",
    "newest_of",
    "register",
    "source",
    "sources",
]
