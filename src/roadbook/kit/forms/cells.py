"""One field of a form edited where its value stands: a fact of a record page, a cell of a list.

The address is that of the full form with ``?only=field``; the view, the form, the action and its audit are the same.
The page shows the one field; the others are sent as the snapshot of the form says that they stood (``merging``), so
that a row changed meanwhile is a conflict here too. Afterwards the page that is open gives the place its new look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FORM, DONE = "kit/cell_form.html", "kit/cell_done.html"
PARAMETER = "only"


@dataclass(frozen=True)
class Cell:
    """``id`` is the place on the page, ``name`` the field, ``back`` the address of the page that is open."""

    id: str
    name: str
    back: str


def asked(request: HttpRequest, form: forms.BaseForm) -> Cell | None:
    """The cell that htmx asks for, or sends; None for the form as a whole."""
    htmx = getattr(request, "htmx", None)
    name = request.GET.get(PARAMETER, "")
    field = form.fields.get(name)
    if not htmx or field is None or field.disabled or field.widget.is_hidden:
        return None
    place = re.sub(r"[^\w-]", "", htmx.target or "") or f"cell-{name}"
    return Cell(place, name, htmx.current_url_abs_path or request.path)


def done(request: HttpRequest, cell: Cell) -> HttpResponse:
    """Say that it is saved; the place then asks the open page how it looks now."""
    return render(request, DONE, {"cell": cell})
