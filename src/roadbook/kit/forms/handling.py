"""The one way to answer a request for a form: page or fragment, once per token, refusals shown where they belong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from roadbook.kit import idempotency
from roadbook.kit.errors import Conflict, Refused

from . import cells, drafts, drawers, merging
from .form import TOKEN, Form

PATIENCE = 10.0
OFFERED = "draft"
Act = Callable[[dict[str, Any]], str]
Current = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class _Asked:
    """A request for a form and all that is needed to answer it."""

    request: HttpRequest
    form: Form
    template: str
    context: Mapping[str, Any]
    cell: cells.Cell | None = None

    def page(self, status: int) -> HttpResponse:
        frame = drawers.context(self.request)
        if self.cell:
            shown = {"form": self.form, "cell": self.cell, "field": self.form[self.cell.name]}
            return render(self.request, cells.FORM, shown, status=status)
        return render(self.request, self.template, {**self.context, **frame, "form": self.form}, status=status)


def handle(  # noqa: PLR0917 - the order in which every view says it
    request: HttpRequest,
    form: Form,
    act: Act,
    template: str,
    context: Mapping[str, Any] | None = None,
    current: Current | None = None,
) -> HttpResponse:
    """Answer a form request. ``act(cleaned)`` does the work and returns where to go next.

    GET renders with 200. A valid POST calls ``act`` once for its token and redirects; sent again it redirects to the
    same place without acting (a second click waits up to ten seconds for the first). Wrong input renders with 422, a
    refusal with the refusal's own status (422, 409, 403), and in both cases what was typed is kept. The form must be
    made with ``request.POST or None``. A request made by hand without a token acts each time it is sent.

    ``current`` gives what stands in the row now, as the form's initial values would, its hidden version included: a
    ``Conflict`` without a field then shows mine, theirs and the original for each field, to choose and save again.
    A form with ``keeps_draft`` gets its draft back on GET; an address that asks for a drawer gets the page as a part,
    one that asks for a single field gets that, see ``cells``.
    """
    cell = cells.asked(request, form)
    asked = _Asked(request, form, template, context or {}, cell)
    if cell:
        return _handle_cell(asked, cell, act)
    _prepare(request, form, is_watched=current is not None)
    if request.method != "POST":
        if form.keeps_draft:
            form.draft = _draft(request, form, is_fresh=True)
        return asked.page(200)
    if form.keeps_draft:
        form.draft = _draft(request, form, is_fresh=False)
    form.merge = merging.unsettled(form)
    if form.merge and form.merge.missing:
        form.add_error(None, merging.question(form.merge))
    if not form.is_valid():
        merging.show_typed(form)
        return asked.page(422)
    try:
        target = _act_once(request, form, act)
    except Refused as error:
        _refuse(form, error, current)
        return asked.page(error.status)
    return _leave(request, form, target)


def _prepare(request: HttpRequest, form: Form, *, is_watched: bool) -> None:
    if drawers.is_asked(request):
        form.auto_id = drawers.IDS
    if is_watched:
        form.watch()


def _handle_cell(asked: _Asked, cell: cells.Cell, act: Act) -> HttpResponse:
    """One field in its place: neither draft nor merge, a conflict is told in words."""
    request, form = asked.request, asked.form
    form.auto_id = f"{cell.id}-%s"
    form.watch()
    if request.method != "POST":
        return asked.page(200)
    if not form.is_valid():
        return asked.page(422)
    try:
        _act_once(request, form, act)
    except Refused as error:
        form.refuse(error)
        return asked.page(error.status)
    return cells.done(request, cell)


def go(request: HttpRequest, target: str) -> HttpResponse:
    """Redirect the browser, also out of an htmx request."""
    return HttpResponseClientRedirect(target) if getattr(request, "htmx", False) else HttpResponseRedirect(target)


def _leave(request: HttpRequest, form: Form, target: str) -> HttpResponse:
    if form.keeps_draft:
        drafts.done(request, form)
    if drawers.is_asked(request):
        return drawers.close(target)
    if form.keeps_draft and not len(get_messages(request)):
        messages.success(request, _("Saved."), fail_silently=True)
    return go(request, target)


def _refuse(form: Form, error: Refused, current: Current | None) -> None:
    """Show why it was refused: as a conflict to settle where the row has moved, else as the reason in words."""
    if isinstance(error, Conflict) and not error.field and current:
        form.merge = merging.clash(form, current())
    if form.merge is None or not isinstance(error, Conflict):
        form.refuse(error)


def _draft(request: HttpRequest, form: Form, *, is_fresh: bool) -> drafts.Draft:
    """The draft as the page needs it. A fresh page shows it at once, unless its address says what to begin with."""
    key = drafts.key_for(request, form)
    found = drafts.find(request, form) if is_fresh else None
    if not found:
        return drafts.Draft(key)
    at, texts = found
    begins = {name for name in request.GET if name in form.fields}
    is_reload = drawers.is_part(request) and bool(begins)
    if is_reload:
        return drafts.Draft(key)
    if begins and OFFERED not in request.GET:
        return drafts.Draft(key, at)
    form.restore(texts)
    return drafts.Draft(key, at, is_restored=True)


def _act_once(request: HttpRequest, form: Form, act: Act) -> str:
    token = form.cleaned_data.get(TOKEN)
    if not token:
        return act(form.answers())
    answer = idempotency.once(
        scope=f"{drafts.IS_FORM}{request.user.pk}",
        route=request.path,
        key=token,
        body=_sent(request),
        act=lambda: idempotency.Answer(302, act(form.answers())),
        wait=PATIENCE,
    )
    return answer.body


def _sent(request: HttpRequest) -> bytes:
    """What was sent, the same bytes for the same answers whatever the order or the CSRF token."""
    sent = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    return json.dumps(sent, sort_keys=True).encode()
