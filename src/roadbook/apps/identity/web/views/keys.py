"""Screens of the own API keys."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import actions, queries
from roadbook.apps.identity.models import User
from roadbook.apps.identity.web import once
from roadbook.apps.identity.web.forms import KeyForm
from roadbook.kit.access import requires
from roadbook.kit.forms import handle
from roadbook.kit.reauthentication import reauthenticated

from .acting import attempt


@requires()
@require_GET
def key_list(request: HttpRequest) -> HttpResponse:
    context = {"keys": queries.keys_of(request.user), "secret": once.take(request, "key")}
    return render(request, "identity/key_list.html", context)


@requires()
@reauthenticated
def key_create(request: HttpRequest) -> HttpResponse:
    form = KeyForm(request.POST or None, user=request.user)

    def act(answers: dict[str, Any]) -> str:
        _key, text = actions.create_key(
            by=cast("User", request.user),
            company=answers["company"],
            name=answers["name"],
            scopes=answers["scopes"],
            expires_at=form.expires_at(),
            addresses=answers["addresses"].splitlines(),
        )
        once.keep(request, "key", text)
        return reverse("identity:key_list")

    return handle(request, form, act, "identity/key_form.html")


@requires()
@require_POST
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(queries.keys_of(request.user), pk=pk)
    attempt(request, lambda: actions.revoke_key(key=key, by=request.user), _("The key no longer works."))
    return redirect("identity:key_list")


@requires()
@reauthenticated
@require_POST
def key_rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret for the same program; the old one works for another week."""
    key = get_object_or_404(queries.keys_of(request.user), pk=pk)

    def act() -> None:
        once.keep(request, "key", actions.rotate_key(key=key, by=cast("User", request.user))[1])

    attempt(request, act, _("The old secret works for another seven days."))
    return redirect("identity:key_list")
