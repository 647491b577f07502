"""Locks that Django cannot ask for."""

from __future__ import annotations

SHARED = {"postgresql": "FOR SHARE", "sqlite": ""}
"""The end of a SELECT whose rows stay as they are until our transaction ends, by engine.

Many may hold a row like this at once; who wants to change it waits for all of them. On SQLite the write transaction
itself is the lock.
"""
