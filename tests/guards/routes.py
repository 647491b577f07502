"""Every address of the product, and every operation of the API, by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from roadbook.config.api import api


@dataclass(frozen=True)
class Route:
    """``name`` as in the matrix. An API operation has its own method and path; of a page the matrix says which."""

    name: str
    method: str = ""
    path: str = ""

    @property
    def is_api(self) -> bool:
        return bool(self.path)

    def address(self, values: dict[str, Any]) -> str:
        if not self.is_api:
            return reverse(self.name, kwargs=values)
        address = self.path
        for value in values.values():
            head, _brace, rest = address.partition("{")
            address = head + str(value) + rest.partition("}")[2]
        return address

    def send(self, client: Client, method: str, values: dict[str, Any], data: dict[str, Any] | None) -> HttpResponse:
        if self.is_api and method != "GET":
            body = json.dumps(data or {})
            return client.generic(method, self.address(values), body, content_type="application/json")
        return getattr(client, method.lower())(self.address(values), data or {})


def pages(resolver: Any = None, prefix: str = "") -> Iterator[Route]:
    """Every named address outside the API's operations. An address without a name is listed as its pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            if one.namespace != api.urls_namespace:
                yield from pages(one, prefix + (f"{one.namespace}:" if one.namespace else ""))
        elif isinstance(one, URLPattern):
            yield Route(prefix + (one.name or f"unnamed {one.pattern}"))


def operations() -> Iterator[Route]:
    """Every operation of the API by its id, and the pages about it."""
    root = reverse(f"{api.urls_namespace}:api-root").rstrip("/")
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield Route(f"api:{operation.operation_id}", method, root + prefix + path)
    for name in ("openapi-json", "openapi-view", "api-root"):
        yield Route(f"{api.urls_namespace}:{name}")


def every() -> dict[str, Route]:
    return {route.name: route for route in (*pages(), *operations())}
