"""Answering a request for a list: the whole page, or for htmx the list within it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render as render_template

from . import editing
from .asked import parameters
from .forms import NewViewForm
from .pages import ListPage
from .tables import Table
from .tabs import Tabs

TARGET = "list"
PAGE_PART = "kit/lists/list.html"


def render(
    request: HttpRequest,
    table: Table,
    queryset: QuerySet[Any] | None = None,
    *,
    template: str = "kit/list.html",
    context: Mapping[str, Any] | None = None,
    sought: str = "",
) -> HttpResponse:
    """The list as the address asks for it. ``template`` extends ``kit/list.html``; htmx aiming at ``#list`` gets that.

    Without a queryset the rows are ``table.rows(request.user)``. It costs two queries here, three on a page after the
    first, and for a list with a key one more for its saved views, whatever the number of rows. ``sought`` are words by
    which the queryset is narrowed already and that stand in no address: the search box keeps them while one types.
    """
    user = request.user
    rows = table.rows(user) if queryset is None else queryset
    asked = _parameters(request)
    htmx = getattr(request, "htmx", None)
    tabs = Tabs(table, user)
    to = editing.edited(table, rows, asked, user)
    if to is None and not asked and not htmx and tabs.opening_query:
        to = tabs.opening_query
    if to is not None:
        return HttpResponseRedirect(f"{request.path}?{to}")
    page = ListPage(table, rows, asked, user)
    page.tabs = tabs.on(page.asked)
    told = {"list": page, "list_template": PAGE_PART, "view_form": NewViewForm(initial={"query": page.asked.content})}
    if htmx and htmx.target == TARGET:
        page.sought = sought
        return render_template(request, PAGE_PART, told)
    return render_template(request, template, {**(context or {}), **told})


def searched(request: HttpRequest, table: Table) -> HttpResponseRedirect:
    """Where the words lead that the search box of the table posted: the address of the list that holds them."""
    sent = request.POST.copy()
    sent["put"] = "q"
    to = editing.edited(table, table.rows(request.user), sent, request.user)
    return HttpResponseRedirect(f"{table.address}?{to}")


def _parameters(request: HttpRequest) -> QueryDict:
    try:
        return request.GET
    except TooManyFieldsSent:
        request.GET = parameters(request.META["QUERY_STRING"])  # type: ignore[assignment]  # templates read it, too
        return request.GET
