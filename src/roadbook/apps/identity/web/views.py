"""Screens of users and of the own account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import actions, queries, rules
from roadbook.apps.identity.enums import Permission, Role
from roadbook.apps.identity.models import User
from roadbook.kit import lists
from roadbook.kit.access import public, requires
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.forms import handle

from . import cookies, once
from .forms import AssignForm, KeyForm, LanguageForm, PreferencesForm, UserForm
from .tables import UserTable


def _attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    """Run the action of a button; say that it is done, or why not."""
    try:
        act()
    except Forbidden as error:
        raise PermissionDenied(str(error)) from error
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


@requires(Permission.USER_MANAGE)
@require_GET
def user_list(request: HttpRequest) -> HttpResponse:
    return lists.render(
        request, UserTable(), queries.users_visible_to(request.user), template="identity/user_list.html"
    )


@requires(Permission.USER_MANAGE)
def user_create(request: HttpRequest) -> HttpResponse:
    form = UserForm(request.POST or None, user=request.user)

    def act(answers: dict[str, Any]) -> str:
        company, branch = answers.pop("place")
        user, password = actions.add_user(by=request.user, company=company, branch=branch, **answers)
        once.keep(request, f"password-{user.pk}", password)
        return reverse("identity:user_show", args=[user.pk])

    return handle(request, form, act, "identity/user_form.html", {"roles": _roles()})


def _roles() -> list[tuple[Any, Any]]:
    return [(role.label, rules.ROLE_SUMMARIES[role]) for role in Role]


@requires(Permission.USER_MANAGE)
@require_GET
def user_show(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.users_visible_to(request.user), pk=pk)
    context = {
        "person": person,
        "assignments": queries.assignments_visible_to(request.user).filter(user=person),
        "elsewhere": queries.works_elsewhere(person, request.user),
        "may_manage": rules.may_manage(request.user, person),
        "password": once.take(request, f"password-{pk}"),
        "form": AssignForm(None, user=request.user),
    }
    return render(request, "identity/user_show.html", context)


@requires(Permission.USER_MANAGE)
def user_assign(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.users_visible_to(request.user), pk=pk)
    form = AssignForm(request.POST or None, user=request.user)

    def act(answers: dict[str, Any]) -> str:
        company, branch = answers["place"]
        actions.assign(user=person, role=answers["role"], company=company, branch=branch, by=request.user)
        return reverse("identity:user_show", args=[pk])

    return handle(request, form, act, "identity/assignment_form.html", {"person": person, "roles": _roles()})


@requires(Permission.USER_MANAGE)
@require_POST
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_object_or_404(queries.assignments_visible_to(request.user), pk=pk)
    _attempt(request, lambda: actions.end_assignment(assignment=assignment, by=request.user), _("The role has ended."))
    return redirect("identity:user_show", pk=assignment.user_id)


@requires(Permission.USER_MANAGE)
@require_POST
def user_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.users_visible_to(request.user), pk=pk)
    _attempt(
        request,
        lambda: actions.deactivate_user(user=person, by=request.user),
        _("The user can no longer sign in."),
    )
    return redirect("identity:user_show", pk=pk)


@requires(Permission.USER_MANAGE)
@require_POST
def user_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.users_visible_to(request.user), pk=pk)
    _attempt(request, lambda: actions.reactivate_user(user=person, by=request.user), _("The user can sign in again."))
    return redirect("identity:user_show", pk=pk)


@requires(Permission.USER_MANAGE)
@require_POST
def user_reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.users_visible_to(request.user), pk=pk)

    def act() -> None:
        once.keep(request, f"password-{pk}", actions.reset_password(user=person, by=request.user))

    _attempt(request, act, _("The old password no longer works."))
    return redirect("identity:user_show", pk=pk)


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
    actions.sign_out_elsewhere(user=user)
    update_session_auth_hash(request, user)
    messages.success(request, _("Every other session has ended."))
    return redirect("identity:preferences")


@requires()
@require_GET
def key_list(request: HttpRequest) -> HttpResponse:
    context = {"keys": queries.keys_of(request.user), "secret": once.take(request, "key")}
    return render(request, "identity/key_list.html", context)


@requires()
def key_create(request: HttpRequest) -> HttpResponse:
    form = KeyForm(request.POST or None, user=request.user)

    def act(answers: dict[str, Any]) -> str:
        _key, text = actions.create_key(
            by=cast("User", request.user),
            company=answers["company"],
            name=answers["name"],
            scopes=answers["scopes"],
            expires_at=form.expires_at(),
        )
        once.keep(request, "key", text)
        return reverse("identity:key_list")

    return handle(request, form, act, "identity/key_form.html")


@requires()
@require_POST
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(queries.keys_of(request.user), pk=pk)
    _attempt(request, lambda: actions.revoke_key(key=key, by=request.user), _("The key no longer works."))
    return redirect("identity:key_list")
