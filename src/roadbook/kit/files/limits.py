"""How large a file may be, packed and unpacked."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, points (pixels) and pieces."""

    size: int = 25 * MEGABYTE
    unpacked: int = 200 * MEGABYTE
    ratio: int = 200
    entries: int = 2_000
    points: int = 64_000_000
    pages: int = 500


LIMITS = Limits()
