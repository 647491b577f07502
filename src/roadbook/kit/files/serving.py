"""Handing out stored bytes so that no browser runs them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'"


def attachment(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A download under this name (RFC 6266), never a page."""
    return _answer(content, media_type, content_disposition_header(True, name) or "attachment")


def inline(content: bytes, *, media_type: str, name: str = "") -> HttpResponse:
    """A picture for our own pages."""
    return _answer(content, media_type, content_disposition_header(False, name) or "inline")


def _answer(content: bytes, media_type: str, disposition: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = disposition
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
