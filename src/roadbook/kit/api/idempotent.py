"""``Idempotency-Key`` on POST endpoints: the same key and body get the same answer again, marked as replayed."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.decorators import decorate_view
from ninja.operation import Operation

from roadbook.kit import idempotency
from roadbook.kit.errors import Refused

HEADER = "Idempotency-Key"
LONGEST_KEY = 100
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

PARAMETER = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
    "description": "Chosen by the caller; a repeated request with the same key and body has no second effect.",
}


def idempotent(endpoint: Endpoint) -> Endpoint:
    """Decorator, below ``@router.post``: with an ``Idempotency-Key`` header the endpoint has its effect once (I22).

    The key belongs to the user and the address. Another body under the same key is refused with 422; while the first
    request runs, others get 409. Answers of status 500 and more free the key.
    """

    @wraps(endpoint)
    def once(request: HttpRequest, **values: Any) -> Any:
        key = request.headers.get(HEADER)
        if key is None:
            return endpoint(request, **values)
        if not 0 < len(key) <= LONGEST_KEY:
            raise Refused(_("The key is longer than 100 characters, or empty."), field=HEADER, code="idempotency_key")
        answer = idempotency.once(
            scope=f"api:{request.user.pk}",
            route=f"{request.method} {request.path}",
            key=key,
            body=request.body,
            act=lambda: _answer(request, lambda: endpoint(request, **values)),
        )
        response = HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
        if answer.is_replay:
            response["Idempotency-Replayed"] = "true"
        return response

    # ninja reads annotations in the globals of the function it is given; these are resolved where they were written
    once.__signature__ = inspect.signature(endpoint, eval_str=True)  # type: ignore[attr-defined]
    once._ninja_contribute_to_operation = [  # type: ignore[attr-defined]  # noqa: SLF001 - ninja's own hook
        *getattr(endpoint, "_ninja_contribute_to_operation", []),
        _document,
    ]
    return cast("Endpoint", decorate_view(_remember_operation)(once))


def _document(operation: Operation) -> None:
    extra = dict(operation.openapi_extra or {})
    extra["parameters"] = [*extra.get("parameters", []), PARAMETER]
    operation.openapi_extra = extra


def _remember_operation(run: Callable[..., Any]) -> Callable[..., Any]:
    """The endpoint needs its operation to write the answer down; ninja hands it over nowhere."""
    operation = inspect.unwrap(run).__self__

    @wraps(run)
    def remembered(request: Any, **values: Any) -> Any:
        request.operation = operation
        return run(request, **values)

    return remembered


def _answer(request: Any, act: Callable[[], Any]) -> idempotency.Answer:
    operation: Operation = request.operation
    try:
        written = operation._result_to_response  # noqa: SLF001 - ninja offers no public way to write an answer down
        response = written(request, act(), operation.api.create_temporal_response(request))
    except Refused as error:
        response = operation.api.on_exception(request, error)
    body = cast("HttpResponse", response).content.decode()
    return idempotency.Answer(response.status_code, body, response["Content-Type"])
