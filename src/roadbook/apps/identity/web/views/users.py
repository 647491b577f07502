"""Screens of users: the list, one user in parts, adding, roles, sessions, leaving."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import actions, queries, rules
from roadbook.apps.identity.enums import Permission, Role
from roadbook.apps.identity.models import User
from roadbook.apps.identity.web import devices, once
from roadbook.apps.identity.web.forms import AssignForm, CopyForm, EndForm, UserForm
from roadbook.apps.identity.web.tables import SignInTable, UserTable
from roadbook.kit import lists
from roadbook.kit.access import requires
from roadbook.kit.forms import handle
from roadbook.kit.reauthentication import reauthenticated

from . import changes
from .acting import attempt


def visible(request: HttpRequest, pk: int) -> User:
    """The user, where the reader manages them."""
    return get_object_or_404(queries.with_factor(queries.users_visible_to(request.user)), pk=pk)


@requires(Permission.USER_MANAGE)
@require_GET
def user_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, UserTable(), template="identity/user_list.html")


@requires(Permission.USER_MANAGE)
@reauthenticated
def user_create(request: HttpRequest) -> HttpResponse:
    form = UserForm(request.POST or None, user=request.user)

    def act(answers: dict[str, Any]) -> str:
        person = {name: answers[name] for name in ("email", "name", "language")}
        if answers["template"]:
            user, password = actions.add_user_from_template(by=request.user, template=answers["template"], **person)
        else:
            company, branch = answers["place"]
            place = {"role": answers["role"], "company": company, "branch": branch}
            user, password = actions.add_user(by=request.user, **person, **place)
        once.keep(request, f"password-{user.pk}", password)
        return reverse("identity:user_show", args=[user.pk])

    return handle(request, form, act, "identity/user_form.html", {"roles": _roles()})


def _roles() -> list[tuple[Any, Any]]:
    return [(role.label, rules.ROLE_SUMMARIES[role]) for role in Role]


@requires(Permission.USER_MANAGE)
@require_GET
def user_show(request: HttpRequest, pk: int) -> HttpResponse:
    person = visible(request, pk)
    may_manage = rules.may_manage(request.user, person)
    context = {
        "person": person,
        "assignments": queries.assignments_visible_to(request.user).filter(user=person),
        "elsewhere": queries.works_elsewhere(person, request.user),
        "may_manage": may_manage,
        "sessions": devices.shown(queries.sessions_of(person)) if may_manage else [],
        "factors": queries.factors_of(person) if may_manage else [],
        "keys": queries.keys_of(person).filter(revoked_at__isnull=True) if may_manage else [],
        "changes": changes.last(person) if may_manage else [],
        "audit_url": reverse(settings.ROADBOOK_AUDIT_PAGE),
        "password": once.take(request, f"password-{pk}"),
    }
    return render(request, "identity/user_show.html", context)


@requires(Permission.USER_MANAGE)
@require_GET
def sign_in_list(request: HttpRequest) -> HttpResponse:
    """When and from where people signed in whom the reader manages wholly."""
    return lists.render(request, SignInTable(), template="identity/sign_in_list.html")


@requires(Permission.USER_MANAGE)
@reauthenticated
def user_assign(request: HttpRequest, pk: int) -> HttpResponse:
    person = visible(request, pk)
    form = AssignForm(request.POST or None, user=request.user)

    def act(answers: dict[str, Any]) -> str:
        company, branch = answers["place"]
        actions.assign(user=person, role=answers["role"], company=company, branch=branch, by=request.user)
        return reverse("identity:user_show", args=[pk])

    return handle(request, form, act, "identity/assignment_form.html", {"person": person, "roles": _roles()})


@requires(Permission.USER_MANAGE)
@reauthenticated
def user_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the roles of a colleague."""
    person = visible(request, pk)
    form = CopyForm(request.POST or None, user=request.user, person=person)

    def act(answers: dict[str, Any]) -> str:
        given = actions.copy_roles(user=person, colleague=answers["colleague"], by=request.user)
        messages.success(request, _("Roles now held: %(n)s.") % {"n": len(given)})
        return reverse("identity:user_show", args=[pk])

    return handle(request, form, act, "identity/copy_form.html", {"person": person})


@requires(Permission.USER_MANAGE)
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role, at once or after a last day."""
    assignment = get_object_or_404(queries.assignments_visible_to(request.user), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"last_day": assignment.last_day})

    def act(answers: dict[str, Any]) -> str:
        actions.end_assignment(assignment=assignment, by=request.user, last_day=answers["last_day"])
        messages.success(request, _("The last day is set.") if answers["last_day"] else _("The role has ended."))
        return reverse("identity:user_show", args=[assignment.user_id])

    return handle(request, form, act, "identity/assignment_end.html", {"assignment": assignment})


@requires(Permission.USER_MANAGE)
def user_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """What the user answers for, and the button that ends their access."""
    person = visible(request, pk)
    if request.method == "POST":
        attempt(
            request,
            lambda: actions.deactivate_user(user=person, by=request.user),
            _("The user can no longer sign in."),
        )
        return redirect("identity:user_show", pk=pk)
    may_manage = rules.may_manage(request.user, person)
    context = {
        "person": person,
        "may_manage": may_manage,
        "belongings": queries.belongings(person, request.user),
        "keys": queries.keys_of(person).filter(revoked_at__isnull=True) if may_manage else [],
    }
    return render(request, "identity/user_deactivate.html", context)


@requires(Permission.USER_MANAGE)
@require_POST
def user_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = visible(request, pk)
    attempt(request, lambda: actions.reactivate_user(user=person, by=request.user), _("The user can sign in again."))
    return redirect("identity:user_show", pk=pk)


@requires(Permission.USER_MANAGE)
@reauthenticated
@require_POST
def user_reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = visible(request, pk)

    def act() -> None:
        once.keep(request, f"password-{pk}", actions.reset_password(user=person, by=request.user))

    attempt(request, act, _("The old password no longer works."))
    return redirect("identity:user_show", pk=pk)


@requires(Permission.USER_MANAGE)
@reauthenticated
@require_POST
def user_clear_factors(request: HttpRequest, pk: int) -> HttpResponse:
    person = visible(request, pk)
    attempt(
        request,
        lambda: actions.remove_factors(user=person, by=request.user),
        _("The second factors are removed. The user signs in with the password and can set up new ones."),
    )
    return redirect("identity:user_show", pk=pk)


@requires(Permission.USER_MANAGE)
@require_POST
def user_end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    person = visible(request, pk)
    attempt(
        request, lambda: actions.end_sessions(user=person, by=request.user), _("Every session of the user has ended.")
    )
    return redirect("identity:user_show", pk=pk)


@requires()
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session: an own one, or a user's."""
    session = get_object_or_404(queries.sessions_visible_to(request.user), pk=pk)
    attempt(request, lambda: actions.end_session(session=session, by=request.user), _("The session has ended."))
    if session.user_id == request.user.pk:
        return redirect("identity:session_list")
    return redirect("identity:user_show", pk=session.user_id)
