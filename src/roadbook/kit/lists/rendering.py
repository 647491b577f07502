"""Answering a request for a list: the whole page, or for htmx the part below the filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template

from .pages import ListPage
from .tables import Table

TARGET = "list"
PAGE_PART = "kit/lists/list.html"
ROWS_PART = "kit/lists/rows.html"


def render(
    request: HttpRequest,
    table: Table,
    queryset: QuerySet[Any] | None = None,
    *,
    template: str = "kit/list.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The list as the address asks for it. ``template`` extends ``kit/list.html``; htmx aiming at ``#list`` gets that.

    Without a queryset the rows are ``table.rows(request.user)``. It costs two queries here, three on a page after the
    first, whatever the number of rows.
    """
    user = request.user
    rows = table.rows(user) if queryset is None else queryset
    page = ListPage(table, rows, request.GET, user)
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.target == TARGET:
        return render_template(request, ROWS_PART, {"list": page})
    return render_template(request, template, {**(context or {}), "list": page, "list_template": PAGE_PART})
