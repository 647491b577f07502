"""Counting in the cache: how often something happened within a window. Several machines need one cache (REDIS_URL)."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from . import clock


def _key(name: str, of: object, seconds: int) -> str:
    window = int(clock.now().timestamp()) // seconds
    digest = hashlib.sha256(str(of).encode()).hexdigest()[:32]
    return f"limit:{name}:{digest}:{window}"


def hit(name: str, of: object, seconds: int) -> int:
    """Count one more in the present window; returns how many there are now."""
    key = _key(name, of, seconds)
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # the window ended between the two
        cache.set(key, 1, seconds)
        return 1


def hits(name: str, of: object, seconds: int) -> int:
    """How many there are in the present window."""
    return int(cache.get(_key(name, of, seconds), 0))


def distinct(name: str, of: object, what: object, seconds: int) -> int:
    """Count ``what`` once in the present window; returns how many different there are, 0 when it was counted before."""
    if not cache.add(_key(f"{name}:seen", f"{of} {what}", seconds), 1, seconds):
        return 0
    return hit(name, of, seconds)
