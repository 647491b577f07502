"""Any form page as a part in a drawer over another form: the same address, the same view, asked for by htmx.

The page is rendered without its frame, its ids beginning with ``drawer_``. Saved there, it answers an event that names
the new row (the ``pk`` of the address where the form leads); the script of the page closes the drawer and chooses it.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

BODY = "drawer-body"
IDS = "drawer_%s"
PARAMETER = "drawer"
MADE = "drawer:made"
PAGE, PART = "kit/page.html", "kit/drawer_page.html"


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of the page that is open."""
    return bool(getattr(request, "htmx", False))


def is_asked(request: HttpRequest) -> bool:
    """Whether the form is to be shown, or was sent, in a drawer."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx and (htmx.target == BODY or PARAMETER in request.GET))


def context(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a form page must know."""
    in_drawer = is_asked(request)
    return {
        "in_drawer": in_drawer,
        "form_frame": PART if in_drawer else PAGE,
        "form_id": "drawer-form" if in_drawer else "form",
    }


def close(target: str) -> HttpResponse:
    """Tell the page that the row was made: it closes the drawer and chooses the row."""
    response = HttpResponse(status=204)
    response["HX-Trigger"] = json.dumps({MADE: {"value": row_of(target), "url": target}})
    return response


def row_of(target: str) -> str:
    """The key of the row whose page this is; empty when the address names none."""
    try:
        return str(resolve(urlsplit(target).path).kwargs.get("pk", ""))
    except Resolver404:
        return ""
