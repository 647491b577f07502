"""One shape for every error of the API, and the handlers that bring each exception into it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from roadbook.kit import context
from roadbook.kit.errors import Refused

log = logging.getLogger("roadbook.api")

CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many_requests",
    500: "internal",
}


class FieldError(Schema):
    """An input at fault: its path in the request, such as ``lines.0.amount``."""

    field: str
    message: str


class ErrorBody(Schema):
    code: str
    message: str
    fields: list[FieldError]
    request_id: str


class ErrorShape(Schema):
    """Every answer of status 400 or more."""

    error: ErrorBody


RESPONSES: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), ErrorShape)
"""Documented errors, to merge into ``response=``: ``response={200: ContractOut, **RESPONSES}``."""


def error_body(status: int, message: str, *, code: str = "", fields: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """The error as JSON data; ``fields`` are pairs of path and message."""
    listed = [{"field": field, "message": text} for field, text in fields]
    return {
        "error": {
            "code": code or CODES.get(status, "error"),
            "message": message,
            "fields": listed,
            "request_id": context.current().request_id,
        }
    }


def install(api: NinjaAPI) -> None:
    """Give the API our error shape for everything that can go wrong."""

    def answer(request: HttpRequest, status: int, message: str, **more: Any) -> HttpResponse:
        return api.create_response(request, error_body(status, message, **more), status=status)

    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        fields = [(error.field, str(error))] if error.field else []
        return answer(request, error.status, str(error), code=error.code, fields=fields)

    def invalid(request: HttpRequest, error: Any) -> HttpResponse:
        fields = [(_path(item["loc"]), _sentence(item["msg"])) for item in error.errors]
        return answer(request, 422, _("Some fields are not right."), fields=fields)

    def unauthenticated(request: HttpRequest, _error: Any) -> HttpResponse:
        response = answer(request, 401, _("Sign in, or send a valid key."))
        response["WWW-Authenticate"] = "Bearer"
        return response

    def forbidden(request: HttpRequest, _error: Any) -> HttpResponse:
        return answer(request, 403, _("You may not do this."))

    def missing(request: HttpRequest, _error: Any) -> HttpResponse:
        return answer(request, 404, _("There is nothing here, or it is not yours to see."))

    def other(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(request, error.status_code, str(error))

    def unexpected(request: HttpRequest, error: Any) -> HttpResponse:
        log.error("unexpected error in the API", exc_info=error)
        got_request_exception.send(sender=None, request=request)
        return answer(request, 500, _("Something went wrong on our side. Quote the request number when you report it."))

    api.add_exception_handler(Refused, refused)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(AuthenticationError, unauthenticated)
    api.add_exception_handler(PermissionDenied, forbidden)
    api.add_exception_handler(Http404, missing)
    api.add_exception_handler(HttpError, other)
    api.add_exception_handler(Exception, unexpected)


def _path(location: Sequence[Any]) -> str:
    """``("body", "payload", "lines", 0, "amount")`` is ``lines.0.amount``: the caller knows no parameter names."""
    source, *parts = (str(part) for part in location)
    inside_a_body = source in {"body", "form"} and parts[1:]
    return ".".join(parts[1:] if inside_a_body else parts)


def _sentence(message: str) -> str:
    return message.removeprefix("Value error, ")
