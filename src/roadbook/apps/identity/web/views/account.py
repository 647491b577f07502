"""Screens of the own account: preferences, language, sessions."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import actions, queries
from roadbook.apps.identity.models import User
from roadbook.apps.identity.web import cookies, devices
from roadbook.apps.identity.web.forms import LanguageForm, PreferencesForm
from roadbook.kit.access import public, requires
from roadbook.kit.forms import handle

SHOWN = 10


@requires()
def preferences(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    initial = {name: getattr(user, name) for name in actions.PREFERENCES}
    form = PreferencesForm(request.POST or None, initial=initial)

    def act(answers: dict[str, Any]) -> str:
        actions.change_preferences(user=user, **answers)
        with override(user.language):
            messages.success(request, _("Saved."))
        return reverse("identity:preferences")

    response = handle(request, form, act, "identity/preferences.html", {"assignments": queries.roles_of(user)})
    if request.method == "POST":
        cookies.remember(response, user)
    return response


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and come back to the same page; a signed-in user keeps it."""
    form = LanguageForm(request.POST)
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = redirect(target)
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        if request.user.is_authenticated:
            actions.change_preferences(user=request.user, language=chosen)
        cookies.set_language(response, chosen)
    return response


@requires()
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    old_key = request.session.session_key or ""
    actions.sign_out_elsewhere(user=user, session_key=old_key)
    update_session_auth_hash(request, user)
    actions.note_seen(session_key=old_key, new_key=request.session.session_key or "")
    messages.success(request, _("Every other session has ended."))
    return redirect("identity:session_list")


@requires()
@require_GET
def session_list(request: HttpRequest) -> HttpResponse:
    """Where the user is signed in, and the last times they signed in."""
    user = cast("User", request.user)
    context = {
        "sessions": devices.shown(queries.sessions_of(user), request.session.session_key),
        "past": devices.shown(queries.sign_ins_of(user).filter(ended_at__isnull=False)[:SHOWN]),
    }
    return render(request, "identity/session_list.html", context)
