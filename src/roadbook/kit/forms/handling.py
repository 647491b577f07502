"""The one way to answer a request for a form: page or fragment, once per token, refusals shown where they belong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from roadbook.kit import idempotency
from roadbook.kit.errors import Refused

from .form import TOKEN, Form

PATIENCE = 10.0
Act = Callable[[dict[str, Any]], str]


def handle(
    request: HttpRequest, form: Form, act: Act, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Answer a form request. ``act(cleaned)`` does the work and returns where to go next.

    GET renders with 200. A valid POST calls ``act`` once for its token and redirects; sent again it redirects to the
    same place without acting (a second click waits up to ten seconds for the first). Wrong input renders with 422, a
    refusal with the refusal's own status (422, 409, 403), and in both cases what was typed is kept. The form must be
    made with ``request.POST or None``. A request made by hand without a token acts each time it is sent.
    """
    if request.method != "POST":
        return _page(request, form, template, context, status=200)
    if not form.is_valid():
        return _page(request, form, template, context, status=422)
    try:
        target = _act_once(request, form, act)
    except Refused as error:
        form.refuse(error)
        return _page(request, form, template, context, status=error.status)
    return go(request, target)


def go(request: HttpRequest, target: str) -> HttpResponse:
    """Redirect the browser, also out of an htmx request."""
    return HttpResponseClientRedirect(target) if getattr(request, "htmx", False) else HttpResponseRedirect(target)


def _act_once(request: HttpRequest, form: Form, act: Act) -> str:
    token = form.cleaned_data.get(TOKEN)
    if not token:
        return act(form.answers())
    answer = idempotency.once(
        scope=f"form:{request.user.pk}",
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


def _page(
    request: HttpRequest, form: Form, template: str, context: Mapping[str, Any] | None, *, status: int
) -> HttpResponse:
    return render(request, template, {**(context or {}), "form": form}, status=status)
