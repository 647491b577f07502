"""Roles explained, templates of users, sessions, and what companies ask at sign-in."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from roadbook.apps.identity import actions, queries, rules
from roadbook.apps.identity.api.access_schemas import (
    CountOut,
    PolicyIn,
    PolicyOut,
    RolesOut,
    SessionOut,
    TemplateChangeIn,
    TemplateIn,
    TemplateOut,
    TemplatePlace,
)
from roadbook.apps.identity.api.auth import proved
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.models import User, UserTemplate
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

router = Router(tags=["users"])
sessions = Router(tags=["me"])


@router.get("/roles", response={200: RolesOut, **RESPONSES}, operation_id="role_list", summary="Roles in words")
def list_roles(request: HttpRequest) -> dict[str, Any]:
    """What each role may do, and each permission in a sentence."""
    _need(request)
    permissions = [
        {"code": str(one), "label": str(one.label), "sentence": str(rules.PERMISSION_SENTENCES[one])}
        for one in Permission
    ]
    roles = [{**vars(one), "permissions": sorted(one.permissions)} for one in queries.roles_told(request.user)]
    return {"roles": roles, "permissions": permissions}


# ---- Templates


@router.get(
    "/templates",
    response={200: Page[TemplateOut], **RESPONSES},
    operation_id="user_template_list",
    summary="Templates of users",
)
def list_templates(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """Templates of the companies whose users the caller manages."""
    _need(request)
    found = page(request, queries.templates_visible_to(request.user), cursor, limit, order="name")
    return {**found, "items": [_template_out(one) for one in found["items"]]}


@router.post(
    "/templates",
    response={201: TemplateOut, **RESPONSES},
    operation_id="user_template_create",
    summary="Make a template of users",
)
@idempotent
def create_template(request: HttpRequest, payload: TemplateIn) -> Any:
    """Roles under a name, given to a new colleague at once (``POST /users`` with ``template_id``)."""
    companies = queries.companies(request.user, Permission.USER_MANAGE)
    company = get_object_or_404(companies, pk=payload.company_id)
    saved = actions.save_template(
        company=company, name=payload.name, roles=_places(request, payload.roles), by=request.user
    )
    return Status(201, _template_out(saved))


@router.put(
    "/templates/{template_id}",
    response={200: TemplateOut, **RESPONSES},
    operation_id="user_template_change",
    summary="Change a template of users",
)
def change_template(request: HttpRequest, template_id: Key, payload: TemplateChangeIn) -> dict[str, Any]:
    """Name and roles as sent. Who was added with it keeps what they have."""
    template = get_object_or_404(queries.templates_visible_to(request.user), pk=template_id)
    roles = _places(request, payload.roles)
    saved = actions.save_template(
        company=template.company, name=payload.name, roles=roles, by=request.user, template=template
    )
    return _template_out(UserTemplate.objects.prefetch_related("roles").get(pk=saved.pk))


@router.post(
    "/templates/{template_id}/remove",
    response={200: TemplateOut, **RESPONSES},
    operation_id="user_template_remove",
    summary="Remove a template of users",
)
@idempotent
def remove_template(request: HttpRequest, template_id: Key) -> dict[str, Any]:
    """Who was added with it keeps what they have."""
    template = get_object_or_404(queries.templates_visible_to(request.user), pk=template_id)
    actions.remove_template(template=template, by=request.user)
    return _template_out(template)


def _places(request: HttpRequest, roles: list[TemplatePlace]) -> list[tuple[str, Any]]:
    branches = {one.pk: one for one in queries.branches(request.user, Permission.USER_MANAGE)}
    if any(one.branch_id and one.branch_id not in branches for one in roles):
        raise Http404
    return [(one.role, branches[one.branch_id] if one.branch_id else None) for one in roles]


def _template_out(template: UserTemplate) -> dict[str, Any]:
    roles = [{"role": one.role, "branch_id": one.branch_id} for one in template.roles.all()]
    return {"id": template.pk, "company_id": template.company_id, "name": template.name, "roles": roles}


# ---- What companies ask


@router.get(
    "/policies",
    response={200: list[PolicyOut], **RESPONSES},
    operation_id="access_policy_list",
    summary="What companies ask at sign-in",
)
def list_policies(request: HttpRequest) -> list[dict[str, Any]]:
    """One entry for each company whose users the caller manages."""
    _need(request)
    return [
        {"company_id": one.company.pk, "second_factor": one.policy.second_factor, "roles": one.policy.roles}
        for one in queries.policies(request.user)
    ]


@router.put(
    "/policies/{company_id}",
    response={200: PolicyOut, **RESPONSES},
    operation_id="access_policy_change",
    summary="Say what a company asks at sign-in",
)
@proved
def change_policy(request: HttpRequest, company_id: Key, payload: PolicyIn) -> dict[str, Any]:
    """It counts from the next request of each user. A session needs a fresh proof."""
    company = next((one.company for one in queries.policies(request.user) if one.company.pk == company_id), None)
    if company is None:
        raise Http404
    policy = actions.set_policy(
        company=company, second_factor=payload.second_factor, roles=payload.roles, by=request.user
    )
    return {"company_id": company.pk, "second_factor": policy.second_factor, "roles": policy.roles}


# ---- Sessions


@router.get(
    "/{user_id}/sign-ins",
    response={200: Page[SessionOut], **RESPONSES},
    operation_id="user_sign_ins",
    summary="Sign-ins of a user",
)
def list_sign_ins(request: HttpRequest, user_id: Key, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """When and from where, newest first; ``ended_at`` is null while the session runs."""
    person = _managed(request, user_id)
    return page(request, queries.sign_ins_of(person), cursor, limit)


@router.post(
    "/{user_id}/end-sessions",
    response={200: CountOut, **RESPONSES},
    operation_id="user_end_sessions",
    summary="End every session of a user",
)
@idempotent
def end_sessions(request: HttpRequest, user_id: Key) -> dict[str, int]:
    """They stop at once; answers how many there were."""
    return {"count": actions.end_sessions(user=_user(request, user_id), by=request.user)}


@router.post(
    "/{user_id}/clear-factors",
    response={200: CountOut, **RESPONSES},
    operation_id="user_clear_factors",
    summary="Remove the second factors of a user",
)
@proved
def clear_factors(request: HttpRequest, user_id: Key) -> dict[str, int]:
    """For a lost device. Every session of the user ends; answers how many factors there were."""
    return {"count": actions.remove_factors(user=_user(request, user_id), by=request.user)}


@sessions.get("", response={200: Page[SessionOut], **RESPONSES}, operation_id="session_list", summary="Own sign-ins")
def list_sessions(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """Where and when the caller signed in; it takes a person: with a key it answers 403."""
    user = cast("User", request.user)
    if user.key is not None:
        raise PermissionDenied
    return page(request, queries.sign_ins_of(user), cursor, limit)


@sessions.post(
    "/{session_id}/end",
    response={200: SessionOut, **RESPONSES},
    operation_id="session_end",
    summary="End a session",
)
@idempotent
def end_session(request: HttpRequest, session_id: Key) -> Any:
    """An own session, or one of a user whom the caller manages. It stops at once."""
    if cast("User", request.user).key is not None:
        raise PermissionDenied
    session = get_object_or_404(queries.sessions_visible_to(request.user), pk=session_id)
    actions.end_session(session=session, by=request.user)
    session.refresh_from_db()
    return session


def _need(request: HttpRequest) -> None:
    if not queries.scope(request.user, Permission.USER_MANAGE).any_company_ids:
        raise PermissionDenied(Permission.USER_MANAGE)


def _user(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(queries.users_visible_to(request.user), pk=pk)


def _managed(request: HttpRequest, pk: int) -> User:
    person = _user(request, pk)
    decision = rules.may_manage(request.user, person)
    if not decision:
        raise PermissionDenied(decision.reason)
    return person
