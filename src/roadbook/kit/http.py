"""The kit's middlewares. Their order is written in docs/kit/http.md."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from . import access, context
from .errors import Forbidden

Handler = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,40}")

HEADERS = {
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


def client_ip(request: HttpRequest) -> str | None:
    """The caller's address. ``X-Forwarded-For`` counts only behind our proxy, and there its last entry, the proxy's."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", "")) or None


def _request_id(request: HttpRequest) -> str:
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


class OriginMiddleware:
    """Names the request: an id for logs, audit and error pages, and the caller's address for the audit."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = context.Origin(client_ip(request), _request_id(request))
        cast("access.SignedRequest", request).request_id = origin.request_id
        # Read before anything asks request.headers, which keeps what it saw first: the log takes the id from there.
        request.META["HTTP_X_REQUEST_ID"] = origin.request_id
        with context.acting(origin):
            response = self.get_response(request)
        response["X-Request-ID"] = origin.request_id
        return response


class PermissionsMiddleware:
    """``request.permissions``: looked up once, when first asked for. A refusal that no view caught says its reason."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        lazy: Any = SimpleLazyObject(lambda: access.permissions_of(request.user))
        cast("access.SignedRequest", request).permissions = lazy
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says why, for an act on a row where the permission is not held."""
        if isinstance(exception, Forbidden):
            return render(request, "403.html", {"reason": str(exception)}, status=403)
        return None


class SecurityHeadersMiddleware:
    """Headers that no view needs to think of: isolation, no caching of signed-in pages, and variation by htmx."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        patch_vary_headers(response, ["HX-Request"])
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store, private")
        return response
