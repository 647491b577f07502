"""Answering a request for a list: the whole page, or for htmx the part below the filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template

from .tables import ListPage, Table

TARGET = "list"
PAGE_PART = "kit/lists/list.html"
ROWS_PART = "kit/lists/rows.html"


def render(
    request: HttpRequest,
    table: Table,
    queryset: QuerySet[Any],
    *,
    template: str = "kit/list.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The list as the address asks for it. ``template`` extends ``kit/list.html``; htmx aiming at ``#list`` gets that.

    The queryset comes scoped (``visible_to``) and with ``select_related`` for what the columns show; it costs two
    queries here, three on a page after the first.
    """
    page = ListPage(table, queryset, request.GET)
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.target == TARGET:
        return render_template(request, ROWS_PART, {"list": page})
    return render_template(request, template, {**(context or {}), "list": page, "list_template": PAGE_PART})
