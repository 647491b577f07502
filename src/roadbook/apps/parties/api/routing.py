"""The one router of clients; modules put their operations on it."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["clients"])
