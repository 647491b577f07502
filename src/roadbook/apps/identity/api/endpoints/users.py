"""Users and where they hold which role: for who manages users."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from roadbook.apps.identity import actions, queries, rules
from roadbook.apps.identity.api.access_schemas import CopyIn, EndIn
from roadbook.apps.identity.api.auth import proved
from roadbook.apps.identity.api.schemas import NewUserOut, PlaceIn, UserIn, UserOut
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.models import User
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

router = Router(tags=["users"])
EMPTY = EndIn()
OWN = ("email", "name", "language", "is_active", "last_login")


@router.get("", response={200: Page[UserOut], **RESPONSES}, operation_id="user_list", summary="Users")
def list_users(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """Who works or worked where the caller manages users, by name."""
    where = rules.scope(request.user, Permission.USER_MANAGE)
    if not where.any_company_ids:
        raise PermissionDenied(Permission.USER_MANAGE)
    found = page(request, queries.users_visible_to(request.user), cursor, limit, order="name")
    return {**found, "items": [_out(user, where) for user in found["items"]]}


@router.post("", response={201: NewUserOut, **RESPONSES}, operation_id="user_create", summary="Add a user")
@idempotent
@proved
def create_user(request: HttpRequest, payload: UserIn) -> Any:
    """Add a user with a first role, or with every role of a template. The one-time password is told here only."""
    told = payload.dict(include={"email", "name", "language"})
    if payload.template_id:
        template = get_object_or_404(queries.templates_visible_to(request.user), pk=payload.template_id)
        user, password = actions.add_user_from_template(by=request.user, template=template, **told)
    else:
        user, password = actions.add_user(by=request.user, **told, **_place(request, payload.place()))
    return Status(201, {**_shown(request, user.pk), "password": password})


@router.get("/{user_id}", response={200: UserOut, **RESPONSES}, operation_id="user_show", summary="One user")
def show_user(request: HttpRequest, user_id: Key) -> dict[str, Any]:
    """One user with the running roles that the caller manages."""
    return _shown(request, user_id)


@router.post(
    "/{user_id}/assign", response={200: UserOut, **RESPONSES}, operation_id="user_assign", summary="Give a role"
)
@idempotent
@proved
def assign_user(request: HttpRequest, user_id: Key, payload: PlaceIn) -> dict[str, Any]:
    """Give a role in a company, or in one branch of it. Given twice, it is the same assignment."""
    actions.assign(user=_user(request, user_id), by=request.user, **_place(request, payload))
    return _shown(request, user_id)


@router.post(
    "/assignments/{assignment_id}/end",
    response={200: UserOut, **RESPONSES},
    operation_id="assignment_end",
    summary="Take a role away",
)
@idempotent
def end_assignment(request: HttpRequest, assignment_id: Key, payload: EndIn = EMPTY) -> dict[str, Any]:
    """End an assignment, at once or after a last day; answers its user."""
    assignment = get_object_or_404(queries.assignments_visible_to(request.user), pk=assignment_id)
    actions.end_assignment(assignment=assignment, by=request.user, last_day=payload.last_day)
    return _shown(request, assignment.user_id)


@router.post(
    "/{user_id}/copy",
    response={200: UserOut, **RESPONSES},
    operation_id="user_copy",
    summary="Give a colleague's roles",
)
@idempotent
@proved
def copy_user(request: HttpRequest, user_id: Key, payload: CopyIn) -> dict[str, Any]:
    """Give every running role of a colleague, as far as the caller manages it."""
    colleague = _user(request, payload.colleague_id)
    actions.copy_roles(user=_user(request, user_id), colleague=colleague, by=request.user)
    return _shown(request, user_id)


@router.post(
    "/{user_id}/deactivate",
    response={200: UserOut, **RESPONSES},
    operation_id="user_deactivate",
    summary="End a user's access",
)
@idempotent
def deactivate_user(request: HttpRequest, user_id: Key) -> dict[str, Any]:
    """Sessions and keys of the user stop at once."""
    actions.deactivate_user(user=_user(request, user_id), by=request.user)
    return _shown(request, user_id)


@router.post(
    "/{user_id}/reactivate",
    response={200: UserOut, **RESPONSES},
    operation_id="user_reactivate",
    summary="Let a user in again",
)
@idempotent
def reactivate_user(request: HttpRequest, user_id: Key) -> dict[str, Any]:
    """Let a deactivated user sign in again."""
    actions.reactivate_user(user=_user(request, user_id), by=request.user)
    return _shown(request, user_id)


@router.post(
    "/{user_id}/reset-password",
    response={200: NewUserOut, **RESPONSES},
    operation_id="user_reset_password",
    summary="Make a new one-time password",
)
@idempotent
@proved
def reset_password(request: HttpRequest, user_id: Key) -> dict[str, Any]:
    """The old password and every session end. The new password is told here and nowhere else."""
    password = actions.reset_password(user=_user(request, user_id), by=request.user)
    return {**_shown(request, user_id), "password": password}


def _user(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(queries.users_visible_to(request.user), pk=pk)


def _place(request: HttpRequest, payload: PlaceIn) -> dict[str, Any]:
    """Role, company and branch; what the caller does not manage is not there."""
    companies = queries.companies(request.user, Permission.USER_MANAGE)
    branches = queries.branches(request.user, Permission.USER_MANAGE)
    return {
        "role": payload.role,
        "company": get_object_or_404(companies, pk=payload.company_id),
        "branch": get_object_or_404(branches, pk=payload.branch_id) if payload.branch_id else None,
    }


def _shown(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(_user(request, pk), rules.scope(request.user, Permission.USER_MANAGE))


def _out(user: User, where: rules.Scope) -> dict[str, Any]:
    """A row of ``users_visible_to``; roles that the caller does not manage stay out."""
    running = list(getattr(user, "running", ()))
    managed = [one for one in running if one.company_id in where.company_ids or one.branch_id in where.branch_ids]
    own = {name: getattr(user, name) for name in OWN}
    return {**own, "id": user.pk, "roles": managed, "works_elsewhere": len(managed) < len(running)}
