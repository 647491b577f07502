"""Addresses of lists that are no list themselves: totals, a look at a row, saved views."""

from __future__ import annotations

import re
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.kit import forms
from roadbook.kit.access import SignedRequest, requires
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.models import SavedView

from . import grouping, registry, saved, tabs, totals
from .asked import Asked, ids_of, parameters
from .forms import NewViewForm, ViewForm
from .pages import COUNT_CAP, counted, number_text
from .tables import Table

BADGES = 8
GROUPS = 50
BADGE_CAP = 1000


def table_of(request: HttpRequest, key: str) -> Table:
    """The list of this key, if there is one and the user may see it."""
    try:
        table = registry.find(key)
    except KeyError:
        raise Http404 from None
    if table.permission and table.permission not in cast("SignedRequest", request).permissions:
        raise PermissionDenied(table.permission)
    table.user = request.user
    return table


def list_url(table: Table, query: str = "") -> str:
    """Where the list itself is, at an address of it."""
    return table.address + (f"?{query}" if query else "")


@requires()
@require_GET
def total_rows(request: HttpRequest, key: str) -> HttpResponse:
    """The foot of the list: its sums, one line for each currency."""
    table = table_of(request, key)
    asked = Asked(table, table.rows(request.user), parameters(request.META["QUERY_STRING"]), request.user)
    context = {"lines": totals.lines(table, asked, request.user), "has_ticks": bool(table.bulk_for(request.user))}
    return render(request, "kit/lists/totals.html", context)


@requires()
@require_GET
def group_counts(request: HttpRequest, key: str) -> HttpResponse:
    """How many rows the groups of a page hold; ``heads`` are the first row of each, the address is that of the list."""
    table = table_of(request, key)
    rows = table.rows(request.user)
    asked = Asked(table, rows, parameters(request.META["QUERY_STRING"]), request.user)
    heads, _unreadable = ids_of(request.GET.get("heads", ""))
    found = asked.narrow(rows)
    shown = found.filter(pk__in=heads[:GROUPS]) if asked.group else found.none()
    groups = [(row.pk, found.filter(grouping.same(asked.group, row))) for row in shown]
    counts = [(pk, number_text(counted(rows, COUNT_CAP))) for pk, rows in groups]
    return render(request, "kit/lists/group_counts.html", {"counts": counts})


@requires()
@require_GET
def row_peek(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One row with all its columns, beside the list."""
    table = table_of(request, key)
    row = get_object_or_404(table.rows(request.user), pk=pk)
    columns = [column.among([row]) for column in table.columns_for(request.user)]
    facts = [(column.label, column.html(row)) for column in columns if not column.main]
    title = next((column.html(row) for column in columns if column.main), str(row))
    return render(request, "kit/lists/peek.html", {"title": title, "facts": facts, "url": table.row_url(row)})


@requires()
@require_GET
def view_counts(request: HttpRequest, key: str) -> HttpResponse:
    """How many rows the first views hold, counted up to a cap: badges for their tabs."""
    table = table_of(request, key)
    counts = []
    for view in saved.visible(request.user, key)[:BADGES]:
        rows = table.rows(request.user)
        asked = Asked(table, rows, parameters(view.query), request.user)
        counts.append((view.pk, counted(asked.narrow(rows), BADGE_CAP)))
    return render(request, "kit/lists/counts.html", {"counts": counts})


@requires()
def view_create(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what the list shows under a name."""
    table = table_of(request, key)
    form = NewViewForm(request.POST or None, initial={"query": request.META["QUERY_STRING"]})

    def act(answers: dict[str, Any]) -> str:
        view = saved.create(table=table, told=saved.Told(answers["name"], answers["query"]), by=request.user)
        if answers["opens"]:
            saved.open_with(key=key, view=view, by=request.user)
        return list_url(table, tabs.address_of(view))

    is_quick = getattr(request, "htmx", None) and request.htmx.target == "save-view-form"  # type: ignore[attr-defined]
    template = "kit/lists/view_quick.html" if is_quick else "kit/lists/view_new.html"
    return forms.handle(request, form, act, template, _context(table))


@requires()
def view_edit(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Rename a view, share it, or take it back."""
    table = table_of(request, key)
    view = _view(request, key, pk)
    if not saved.may_change(request.user, view):
        raise PermissionDenied
    form = ViewForm(request.POST or None, user=request.user, view=view)

    def act(answers: dict[str, Any]) -> str:
        changed = saved.change(
            view=view, table=table, version=answers["version"], told=form.told(view.query), by=request.user
        )
        return list_url(table, tabs.address_of(changed))

    context = {**_context(table), "view": view, "back": list_url(table, tabs.address_of(view))}
    return forms.handle(request, form, act, "kit/lists/view_edit.html", context)


@requires()
@require_POST
def view_update(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Let a view show from now on what the list shows."""
    table = table_of(request, key)
    view = _view(request, key, pk)
    told = saved.Told(view.name, request.POST.get("query", ""), view.audience, view.is_default)
    try:
        view = saved.change(view=view, table=table, version=_version(request), told=told, by=request.user)
    except Refused as refusal:
        return _refused(request, refusal, list_url(table, request.POST.get("query", "")))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(list_url(table, tabs.address_of(view)))


@requires()
@require_POST
def view_delete(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    table = table_of(request, key)
    view = _view(request, key, pk)
    try:
        saved.delete(view=view, by=request.user)
    except Refused as refusal:
        return _refused(request, refusal, list_url(table, tabs.address_of(view)))
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return HttpResponseRedirect(list_url(table, "view=all"))


@requires()
@require_POST
def view_open(request: HttpRequest, key: str) -> HttpResponse:
    """From now on the list opens with this view, or with all rows when none is named."""
    table = table_of(request, key)
    named = request.POST.get("view", "")
    view = _view(request, key, int(named)) if re.fullmatch("[0-9]{1,18}", named) else None
    saved.open_with(key=key, view=view, by=request.user)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(list_url(table, tabs.address_of(view) if view else "view=all"))


def _context(table: Table) -> dict[str, Any]:
    return {"table": table, "list_url": list_url(table)}


def _view(request: HttpRequest, key: str, pk: int) -> SavedView:
    found: SavedView = get_object_or_404(saved.visible(request.user, key), pk=pk)
    return found


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def _refused(request: HttpRequest, refusal: Refused, back: str) -> HttpResponse:
    if isinstance(refusal, Forbidden):
        raise PermissionDenied(str(refusal))
    messages.error(request, str(refusal))
    return HttpResponseRedirect(back)
